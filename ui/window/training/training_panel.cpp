// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training/training_panel.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/dialogs/message_bar.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/plot_type.h"
#include "ui/training/run_controller.h"
#include "ui/window/settings_column.h"
#include "ui/window/train_actions.h"
#include "ui/window/training/run_bar.h"
#include "ui/window/training/training_settings_form.h"
#include "ui/window/training/twin_check_label.h"

namespace ligature {

TrainingPanel::TrainingPanel(Document* document, RunController* run, TrainActions* actions, QWidget* parent)
    : QWidget(parent), m_document(document), m_run(run), m_actions(actions),
      m_head(new QBoxLayout(QBoxLayout::LeftToRight)), m_message(new MessageBar(this)),
      m_obstacle(new MessageBar(this)), m_twin_check(new TwinCheckLabel(this))
{
    m_message->setObjectName(QStringLiteral("training_message"));
    m_obstacle->setObjectName(QStringLiteral("training_obstacle"));

    auto* const form = new TrainingSettingsForm(document);
    QScrollArea* const settings = settingsColumn(form, this);

    auto* const right = new QVBoxLayout;
    right->setSpacing(8);
    // Beside the run bar where there is the room: a row of its own is taken from the curves.
    m_head->setSpacing(8);
    m_head->addWidget(new RunBar(actions, run, this), 1);
    m_head->addWidget(m_obstacle, 1);
    m_head->addWidget(m_message, 1);
    right->addLayout(m_head);
    auto* const tabs = new QTabWidget(this);
    tabs->setObjectName(QStringLiteral("plots"));
    for (const PlotType* const type : plotTypes())
        tabs->setTabToolTip(tabs->addTab(type->make({document, run}, tabs), type->title()), type->help());
    tabs->setCornerWidget(m_twin_check);
    right->addWidget(tabs, 1);

    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(12);
    layout->addWidget(settings);
    layout->addLayout(right, 1);

    connect(form, &TrainingSettingsForm::dataAsked, this, &TrainingPanel::dataAsked);
    connect(run, &RunController::started, this, &TrainingPanel::showStart);
    connect(run, &RunController::stateChanged, this, &TrainingPanel::showState);
    connect(run, &RunController::progressChanged, this, [this] {
        if (const auto& error = m_run->lastUpdate().copy_error; error != m_copy_error) {
            m_copy_error = error;
            if (error)
                m_message->showError(*error);
        }
        if (m_run->lastUpdate().total_steps == 0)
            return; // It prepares, or could not start: what the last training left stays.
        m_twin_check->show(m_run->lastUpdate().twin_check);
    });
    connect(actions, &TrainActions::updated, this, &TrainingPanel::showObstacle);
    connect(document, &Document::analysisChanged, this, &TrainingPanel::showObstacle);
    showObstacle();
}

void TrainingPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    constexpr int roomForBoth = 1200;
    m_head->setDirection(width() >= roomForBoth ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void TrainingPanel::showStart()
{
    m_message->dismiss();
    m_twin_check->show(std::nullopt);
}

void TrainingPanel::showState()
{
    const SessionUpdate& update = m_run->lastUpdate();
    switch (m_run->state()) {
    case SessionState::Preparing: m_message->dismiss(); break;
    case SessionState::Failed:
        if (update.error)
            m_message->showError(*update.error);
        if (update.error && update.remedy)
            offer(*m_message, *update.remedy);
        break;
    case SessionState::Diverged:
        if (!update.divergence)
            break;
        m_message->showMessage(MessageKind::Error,
                               tr("Training paused. %1").arg(QString::fromStdString(update.divergence->message)));
        if (const std::int64_t back = m_run->stepsBack(); back > 0)
            m_message->offer(tr("Back %n step(s) at half the rate", nullptr, static_cast<int>(back)),
                             [this] { m_run->goBack(); });
        else if (update.divergence->remedy)
            offer(*m_message, *update.divergence->remedy);
        break;
    default: break;
    }
    showObstacle();
}

void TrainingPanel::offer(MessageBar& bar, const Remedy& remedy)
{
    bar.offer(QString::fromStdString(remedy.title), [this, &bar, remedy] {
        if (const auto done = applyRemedy(*m_document, remedy); !done)
            bar.showError(done.error());
        else
            showObstacle(); // Who does not choose other data is told again.
    });
}

void TrainingPanel::showObstacle()
{
    const auto& diagnostics = m_document->analysis().diagnostics;
    const auto finding = std::ranges::find(diagnostics, Severity::Error, &Diagnostic::severity);
    QString obstacle = m_actions->obstacle();
    // What does not fit the data keeps nobody from trying: the file may have been mended since.
    if (obstacle.isEmpty() && finding != diagnostics.end())
        obstacle = QString::fromStdString(errorOf(m_document->network(), *finding, {}).oneLine());
    const std::optional<Remedy> remedy = finding == diagnostics.end() ? std::nullopt : finding->remedy;
    if (obstacle.isEmpty()) {
        m_obstacle->dismiss();
    } else if (m_obstacle->text() != obstacle || remedy != m_offered) {
        m_obstacle->showMessage(MessageKind::Warning, obstacle);
        if (remedy)
            offer(*m_obstacle, *remedy);
    }
    m_offered = remedy;
    // One at a time, so that drawing with errors does not push the canvas up.
    m_message->setVisible(obstacle.isEmpty() && !m_message->text().isEmpty());
}

} // namespace ligature
