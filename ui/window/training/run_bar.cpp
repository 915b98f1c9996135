// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training/run_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/document/quantity_text.h"
#include "ui/training/run_controller.h"
#include "ui/window/action_button.h"
#include "ui/window/train_actions.h"

namespace ligature {

namespace {

QString stateText(SessionState state)
{
    switch (state) {
    case SessionState::Preparing: return RunBar::tr("Preparing: loading the data");
    case SessionState::Running: break;
    case SessionState::Paused: return RunBar::tr("Paused");
    case SessionState::Finished: return RunBar::tr("Finished");
    case SessionState::Stopped: return RunBar::tr("Stopped");
    case SessionState::Diverged: return RunBar::tr("Paused: a loss was not finite");
    case SessionState::Failed: return RunBar::tr("Could not start");
    }
    return {};
}

} // namespace

QString progressText(const RunController& run)
{
    if (!run.hasRun())
        return RunBar::tr("Not trained yet");
    const SessionUpdate& update = run.lastUpdate();
    // What runs shows that it does; the room is for the figures.
    QStringList parts;
    if (run.state() != SessionState::Running)
        parts << stateText(run.state());
    if (update.total_steps > 0) {
        const std::int64_t epochs = update.total_steps / std::max<std::int64_t>(update.steps_per_epoch, 1);
        const std::int64_t epoch =
            update.step == update.total_steps ? epochs : update.step / update.steps_per_epoch + 1;
        parts << RunBar::tr("Epoch %1 of %2").arg(groupedNumber(epoch), groupedNumber(epochs));
        parts << RunBar::tr("step %1 of %2").arg(groupedNumber(update.step), groupedNumber(update.total_steps));
    }
    if (update.samples_per_second > 0 && update.step > 0)
        parts << RunBar::tr("%1 samples/s").arg(roundedNumber(update.samples_per_second));
    if (run.isActive() && update.step > 0 && update.seconds > 0) {
        const double each = update.seconds / static_cast<double>(update.step);
        parts << RunBar::tr("%1 left").arg(durationText(each * static_cast<double>(update.total_steps - update.step)));
    } else if (update.seconds > 0) {
        parts << RunBar::tr("took %1").arg(durationText(update.seconds));
    }
    return parts.join(QStringLiteral("  ·  "));
}

RunBar::RunBar(TrainActions* actions, RunController* run, QWidget* parent)
    : QWidget(parent), m_actions(actions), m_run(run), m_start(new ActionButton(actions->start, tr("Start"), this)),
      m_resume(new ActionButton(actions->resume, tr("Resume"), this)), m_bar(new QProgressBar(this)),
      m_text(new QLabel(this))
{
    m_start->setObjectName(QStringLiteral("start_button"));
    m_resume->setObjectName(QStringLiteral("resume_button"));
    for (ActionButton* const button : {m_start, m_resume}) {
        button->setPrimary(QStringLiteral("play"));
        button->setMinimumWidth(104);
    }
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Training progress"));
    m_text->setObjectName(QStringLiteral("progress_text"));
    m_text->setProperty("look", "muted");
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* const progress = new QVBoxLayout;
    progress->setSpacing(5);
    progress->addStretch(1);
    progress->addWidget(m_text);
    progress->addWidget(m_bar);
    progress->addStretch(1);

    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_start);
    layout->addWidget(m_resume);
    layout->addWidget(new ActionButton(actions->pause, tr("Pause"), this));
    layout->addWidget(new ActionButton(actions->single_step, tr("Step"), this));
    layout->addWidget(new ActionButton(actions->stop, tr("Stop"), this));
    layout->addSpacing(12);
    layout->addLayout(progress, 1);

    connect(run, &RunController::progressChanged, this, &RunBar::showProgress);
    connect(run, &RunController::stateChanged, this, &RunBar::showProgress);
    connect(actions, &TrainActions::updated, this, &RunBar::showButtons);
    showProgress();
    showButtons();
}

void RunBar::showProgress()
{
    const SessionUpdate& update = m_run->lastUpdate();
    const bool preparing = m_run->isActive() && m_run->state() == SessionState::Preparing;
    m_bar->setRange(0, preparing ? 0 : 1000);
    m_bar->setValue(update.total_steps > 0 ? static_cast<int>(1000 * update.step / update.total_steps) : 0);
    const QString text = progressText(*m_run);
    m_text->setText(text);
    m_text->setToolTip(text);
}

void RunBar::showButtons()
{
    // One place for both, so that the hand stays where it is. Start stays, greyed out, while the training runs.
    const bool paused = m_run->isActive() && m_run->state() == SessionState::Paused;
    const bool had_focus = m_start->hasFocus() || m_resume->hasFocus();
    m_start->setVisible(!paused);
    m_resume->setVisible(paused);
    if (had_focus)
        (paused ? m_resume : m_start)->setFocus();
}

} // namespace ligature
