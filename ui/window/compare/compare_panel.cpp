// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/compare_panel.h"

#include <algorithm>

#include <QComboBox>
#include <QDate>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include "core/comparison/comparison.h"
#include "core/files/atomic_file.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/document.h"
#include "ui/document/documents_folder.h"
#include "ui/document/quantity_text.h"
#include "ui/theme/icon.h"
#include "ui/training/experiment_controller.h"
#include "ui/training/run_library.h"
#include "ui/window/compare/compare_actions.h"
#include "ui/window/compare/compare_bar.h"
#include "ui/window/compare/difference_plot.h"
#include "ui/window/compare/experiment_form.h"
#include "ui/window/compare/mean_plot.h"
#include "ui/window/compare/runs_panel.h"
#include "ui/window/compare/runs_table.h"
#include "ui/window/compare/verdict_view.h"
#include "ui/window/settings_column.h"

namespace ligature {

ComparePanel::ComparePanel(Document* document, ExperimentController* experiment, CompareActions* actions,
                           QWidget* parent)
    : QWidget(parent), m_document(document), m_experiment(experiment), m_actions(actions),
      m_runs(new RunLibrary(document, experiment, this)), m_message(new MessageBar(this)),
      m_group_label(new QLabel(tr("Setting"), this)), m_groups(new QComboBox(this)),
      m_report(new QPushButton(themedIcon(QStringLiteral("export")), tr("Report…"), this)),
      m_words(new QScrollArea(this)), m_verdict(new VerdictView(this)), m_differences(new DifferencePlot(this)),
      m_means(new MeanPlot(m_runs, this)), m_table(new RunsPanel(m_runs, this))
{
    m_message->setObjectName(QStringLiteral("compare_message"));
    m_groups->setObjectName(QStringLiteral("compare_group"));
    m_groups->setToolTip(tr("Which of the varied settings the verdict and the curves are of"));
    m_groups->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_groups->setMinimumContentsLength(28);
    m_group_label->setBuddy(m_groups);
    m_report->setObjectName(QStringLiteral("compare_report"));
    m_report->setToolTip(tr("Save the answer as one HTML page that opens offline, with all figures, curves and what "
                            "repeats them"));

    auto* const form = new ExperimentForm(document);
    QScrollArea* const settings = settingsColumn(form, this);

    auto* const head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new CompareBar(actions, experiment, this), 1);
    head->addWidget(m_group_label);
    head->addWidget(m_groups);
    head->addWidget(m_report);

    auto* const plots = new QSplitter(Qt::Horizontal, this);
    plots->setChildrenCollapsible(false);
    auto* const rows = new QScrollArea(this);
    rows->setWidget(m_differences);
    rows->setWidgetResizable(true);
    rows->setFrameShape(QFrame::NoFrame);
    rows->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    rows->setMinimumSize(m_differences->minimumSizeHint());
    m_differences->setAutoFillBackground(false);
    rows->viewport()->setAutoFillBackground(false);
    plots->addWidget(rows);
    plots->addWidget(m_means);
    auto* const figures = new QSplitter(Qt::Vertical, this);
    figures->setChildrenCollapsible(false);
    figures->addWidget(plots);
    figures->addWidget(m_table);
    figures->setStretchFactor(0, 1);
    figures->setStretchFactor(1, 1);
    figures->setSizes({11, 10}); // As shares: the table has eight rows at 1440 x 900.

    auto* const right = new QVBoxLayout;
    right->setSpacing(8);
    right->addLayout(head);
    right->addWidget(m_message);
    m_words->setWidget(m_verdict);
    m_words->setWidgetResizable(true);
    m_words->setFrameShape(QFrame::NoFrame);
    m_words->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_verdict->setAutoFillBackground(false);
    m_words->viewport()->setAutoFillBackground(false);
    right->addWidget(m_words);
    right->addWidget(figures, 1);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(12);
    layout->addWidget(settings);
    layout->addLayout(right, 1);

    connect(experiment, &ExperimentController::answerChanged, this, &ComparePanel::showAnswer);
    connect(experiment, &ExperimentController::stateChanged, this, &ComparePanel::showState);
    connect(actions, &CompareActions::updated, this, &ComparePanel::showState);
    connect(m_runs, &RunLibrary::changed, this, [this] {
        // Whether the file that stopped it is still there is known a moment later.
        if (m_experiment->update().state == ExperimentState::Failed && m_message->isVisible())
            showState();
    });
    connect(m_groups, &QComboBox::activated, this, &ComparePanel::chooseGroup);
    connect(m_table->table(), &RunsTable::groupChosen, this, &ComparePanel::chooseGroup);
    connect(m_report, &QPushButton::clicked, this, &ComparePanel::saveReport);
    showAnswer();
    showState();
}

void ComparePanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitWords();
}

void ComparePanel::fitWords()
{
    // The words of many arms leave the room to the figures.
    constexpr double mostOfHeight = 0.28;
    const int width = m_words->viewport()->width();
    const int wanted = m_verdict->layout()->hasHeightForWidth() ? m_verdict->layout()->totalHeightForWidth(width)
                                                                : m_verdict->sizeHint().height();
    m_words->setFixedHeight(std::min(wanted, std::max(60, static_cast<int>(height() * mostOfHeight))));
}

void ComparePanel::fillGroups()
{
    const auto& answer = m_experiment->update().answer;
    const int chosen = m_groups->currentIndex();
    const QSignalBlocker quiet(m_groups);
    m_groups->clear();
    if (answer != nullptr) {
        for (const GroupFigures& group : answer->figures.groups) {
            QStringList parts;
            for (std::size_t i = 0; i < group.values.size(); ++i)
                parts << QStringLiteral("%1 = %2").arg(QString::fromStdString(answer->experiment.axes()[i]),
                                                       QString::fromStdString(group.values[i]));
            if (answer->experiment.settings().fractions.size() > 1)
                parts << tr("%1 of the samples")
                             .arg(percentText(group.group.fraction, group.group.fraction < 0.1 ? 1 : 0));
            m_groups->addItem(parts.join(QStringLiteral(", ")));
        }
        m_groups->setCurrentIndex(chosen >= 0 && chosen < m_groups->count() ? chosen : 0);
    }
    const bool has_several = m_groups->count() > 1;
    m_groups->setVisible(has_several);
    m_group_label->setVisible(has_several);
}

void ComparePanel::showAnswer()
{
    fillGroups();
    const auto& answer = m_experiment->update().answer;
    const auto group = static_cast<std::size_t>(std::max(0, m_groups->currentIndex()));
    m_verdict->setAnswer(answer, group, m_experiment->isOutdated());
    m_differences->setAnswer(answer, group);
    m_runs->followSetting(group);
    m_report->setEnabled(answer != nullptr);
    fitWords();
}

void ComparePanel::chooseGroup(int group)
{
    if (group < 0 || group >= m_groups->count())
        return;
    m_groups->setCurrentIndex(group);
    const auto& answer = m_experiment->update().answer;
    const auto place = static_cast<std::size_t>(group);
    m_verdict->setAnswer(answer, place, m_experiment->isOutdated());
    m_differences->setAnswer(answer, place);
    m_runs->followSetting(place);
    fitWords();
    if (answer != nullptr)
        m_experiment->prefer(answer->figures.groups[place].group); // What is looked at is wanted first.
}

void ComparePanel::showState()
{
    const ExperimentUpdate& update = m_experiment->update();
    if (update.state == ExperimentState::Failed && update.error) {
        m_message->showError(*update.error);
        offerToMend(*update.error);
    } else if (!m_experiment->isActive() && !m_actions->obstacle().isEmpty()) {
        m_message->showMessage(MessageKind::Warning, m_actions->obstacle());
    } else {
        m_message->dismiss();
    }
}

/// A file of a run that cannot be read stops a comparison, and nothing else.
void ComparePanel::offerToMend(const Error& error)
{
    const std::vector<StoredRun>& damaged = m_runs->table().damaged;
    const auto run = std::ranges::find(damaged, std::optional(error), &StoredRun::damage);
    if (run != damaged.end())
        m_message->offer(tr("Delete the file"), [this, key = run->key] { m_runs->remove({key}); });
}

void ComparePanel::saveReport()
{
    const auto answer = m_experiment->update().answer;
    if (answer == nullptr)
        return;
    auto* const dialog =
        new QFileDialog(this, tr("Save the report"), documentsFolder().path(), tr("HTML page (*.html)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("html"));
    dialog->selectFile(m_document->displayName() + tr(" comparison.html"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, answer](const QString& path) {
        const QString file = m_document->filePath();
        const std::string command =
            "ligature-cli compare " + (file.isEmpty() ? std::string("PROJECT") : file.toStdString());
        const auto written = writeFileAtomically(
            path.toStdU16String(), writeComparisonPage(answer->experiment, answer->figures, command,
                                                       QDate::currentDate().toString(Qt::ISODate).toStdString()));
        if (written)
            m_message->showMessage(MessageKind::Success, tr("The report is saved as %1.").arg(path));
        else
            m_message->showError(written.error());
    });
    dialog->open();
}

} // namespace ligature
