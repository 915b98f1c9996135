// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/compare_bar.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/document/quantity_text.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/training/experiment_controller.h"
#include "ui/window/action_button.h"
#include "ui/window/compare/compare_actions.h"

namespace ligature {

namespace {

QString stateText(const ExperimentUpdate& update)
{
    switch (update.state) {
    case ExperimentState::Preparing: return CompareBar::tr("Preparing");
    case ExperimentState::Running:
        return update.progress.phase == ExperimentProgress::Phase::Tuning ? CompareBar::tr("Tuning the learning rates")
                                                                          : CompareBar::tr("Comparing");
    case ExperimentState::Paused: return CompareBar::tr("Paused");
    case ExperimentState::Finished: return CompareBar::tr("Finished");
    case ExperimentState::Stopped: return CompareBar::tr("Stopped");
    case ExperimentState::Failed: return CompareBar::tr("Could not go on");
    }
    return {};
}

} // namespace

QString placeText(const ExperimentController& experiment)
{
    if (!experiment.hasRun())
        return CompareBar::tr("Not compared yet");
    const ExperimentUpdate& update = experiment.update();
    QStringList parts = {stateText(update)};
    if (update.progress.runs > 0)
        parts << CompareBar::tr("%1 of %2 runs")
                     .arg(groupedNumber(update.progress.done), groupedNumber(update.progress.runs));
    if (update.progress.diverged > 0)
        parts << CompareBar::tr("%1 diverged").arg(groupedNumber(update.progress.diverged));
    if (update.state == ExperimentState::Running && update.progress.seconds_left)
        parts << CompareBar::tr("%1 left").arg(durationText(*update.progress.seconds_left));
    return parts.join(u"  ·  ");
}

CompareBar::CompareBar(CompareActions* actions, ExperimentController* experiment, QWidget* parent)
    : QWidget(parent), m_experiment(experiment), m_start(new ActionButton(actions->start, tr("Compare"), this)),
      m_resume(new ActionButton(actions->resume, tr("Resume"), this)), m_bar(new QProgressBar(this)),
      m_place(new ElidedLabel({}, this))
{
    m_start->setObjectName(QStringLiteral("compare_button"));
    m_resume->setObjectName(QStringLiteral("compare_resume_button"));
    for (ActionButton* const button : {m_start, m_resume}) {
        button->setPrimary(QStringLiteral("play"));
        button->setMinimumWidth(112);
    }
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the comparison"));
    m_place->setObjectName(QStringLiteral("compare_place"));
    m_place->setProperty("look", "muted");

    auto* const progress = new QVBoxLayout;
    progress->setSpacing(3);
    progress->addWidget(m_place);
    progress->addWidget(m_bar);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_start);
    layout->addWidget(m_resume);
    layout->addWidget(new ActionButton(actions->pause, tr("Pause"), this));
    layout->addWidget(new ActionButton(actions->stop, tr("Stop"), this));
    layout->addSpacing(12);
    layout->addLayout(progress, 1);

    connect(experiment, &ExperimentController::progressChanged, this, &CompareBar::showProgress);
    connect(experiment, &ExperimentController::stateChanged, this, &CompareBar::showProgress);
    connect(actions, &CompareActions::updated, this, &CompareBar::showButtons);
    showProgress();
    showButtons();
}

void CompareBar::showProgress()
{
    const ExperimentUpdate& update = m_experiment->update();
    const bool is_preparing = m_experiment->isActive() && update.state == ExperimentState::Preparing;
    m_bar->setRange(0, is_preparing ? 0 : 1000);
    m_bar->setValue(update.progress.runs > 0 ? static_cast<int>(1000 * update.progress.done / update.progress.runs)
                                             : 0);
    m_place->setText(placeText(*m_experiment));
}

void CompareBar::showButtons()
{
    // One place for both, so that the hand stays where it is.
    const bool is_paused = m_experiment->isActive() && m_experiment->update().state == ExperimentState::Paused;
    const bool had_focus = m_start->hasFocus() || m_resume->hasFocus();
    m_start->setVisible(!is_paused);
    m_resume->setVisible(is_paused);
    if (had_focus)
        (is_paused ? m_resume : m_start)->setFocus();
}

} // namespace ligature
