// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training/run_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/document/quantity_text.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/training/run_controller.h"
#include "ui/window/action_button.h"
#include "ui/window/train_actions.h"

namespace ligature {

namespace {

constexpr QStringView between = u"  ·  ";

QString preparationText(const SessionUpdate& update)
{
    switch (update.preparation) {
    case Preparation::Waiting: return RunBar::tr("Preparing: the last training stops");
    case Preparation::Loading: return RunBar::tr("Preparing: loading the data");
    case Preparation::Compiling: return RunBar::tr("Preparing: drawing first values");
    case Preparation::MeasuringStart: return RunBar::tr("Preparing: measuring the start");
    }
    return {};
}

QString stateText(SessionState state, const SessionUpdate& update)
{
    switch (state) {
    case SessionState::Preparing: return preparationText(update);
    case SessionState::Running: break;
    case SessionState::Paused: return RunBar::tr("Paused");
    case SessionState::Finished:
        return update.step < update.total_steps ? RunBar::tr("Stopped early, the best weights are kept")
                                                : RunBar::tr("Finished");
    case SessionState::Stopped: return RunBar::tr("Stopped");
    case SessionState::Diverged: return RunBar::tr("Paused: a loss was not finite");
    case SessionState::Failed: return RunBar::tr("Could not start");
    }
    return {};
}

} // namespace

QString placeText(const RunController& run)
{
    if (!run.hasRun())
        return RunBar::tr("Not trained yet");
    const SessionUpdate& update = run.lastUpdate();
    // What runs shows that it does; the room is for the figures.
    QStringList parts;
    if (run.state() != SessionState::Running)
        parts << stateText(run.state(), update);
    if (update.total_steps > 0) {
        const std::int64_t epochs = update.total_steps / std::max<std::int64_t>(update.steps_per_epoch, 1);
        const std::int64_t epoch =
            update.step == update.total_steps ? epochs : update.step / update.steps_per_epoch + 1;
        parts << RunBar::tr("Epoch %1 of %2").arg(groupedNumber(epoch), groupedNumber(epochs));
        parts << RunBar::tr("step %1 of %2").arg(groupedNumber(update.step), groupedNumber(update.total_steps));
    }
    if (run.rateFactor() != 1)
        parts << RunBar::tr("learning rate × %1").arg(roundedNumber(run.rateFactor()));
    return parts.join(between);
}

QString paceText(const RunController& run)
{
    const SessionUpdate& update = run.lastUpdate();
    QStringList parts;
    if (!run.hasRun() || update.seconds <= 0)
        return {};
    double rate = update.samples_per_second;
    if (!run.isActive() && update.steps_per_epoch > 0) {
        // All of it: what was lately is not measured where all is over in a quarter of a second.
        const double epochs = static_cast<double>(update.step) / static_cast<double>(update.steps_per_epoch);
        const auto samples = static_cast<double>(update.training_samples) * static_cast<double>(run.histories().size());
        rate = epochs * samples / update.seconds;
    }
    if (rate > 0 && update.step > 0)
        parts << RunBar::tr("%1 samples/s").arg(roundedNumber(rate));
    if (!run.isActive()) {
        parts << RunBar::tr("took %1").arg(durationText(update.seconds));
    } else if (update.step > 0) {
        const double each = update.seconds / static_cast<double>(update.step);
        parts << RunBar::tr("%1 left").arg(durationText(each * static_cast<double>(update.total_steps - update.step)));
    }
    return parts.join(between);
}

RunBar::RunBar(TrainActions* actions, RunController* run, QWidget* parent)
    : QWidget(parent), m_actions(actions), m_run(run), m_start(new ActionButton(actions->start, tr("Start"), this)),
      m_resume(new ActionButton(actions->resume, tr("Resume"), this)), m_bar(new QProgressBar(this)),
      m_place(new ElidedLabel({}, this)), m_pace(new ElidedLabel({}, this)),
      m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
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
    m_place->setObjectName(QStringLiteral("progress_place"));
    m_pace->setObjectName(QStringLiteral("progress_pace"));
    for (ElidedLabel* const label : {m_place, m_pace})
        label->setProperty("look", "muted");

    auto* const progress = new QVBoxLayout;
    progress->setSpacing(3);
    progress->addWidget(m_place);
    progress->addWidget(m_bar);
    progress->addWidget(m_pace);

    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    buttons->addWidget(m_start);
    buttons->addWidget(m_resume);
    buttons->addWidget(new ActionButton(actions->pause, tr("Pause"), this));
    buttons->addWidget(new ActionButton(actions->single_step, tr("Step"), this));
    buttons->addWidget(new ActionButton(actions->stop, tr("Stop"), this));
    buttons->addStretch(1);

    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->addLayout(buttons);
    m_layout->addLayout(progress, 1);

    connect(run, &RunController::progressChanged, this, &RunBar::showProgress);
    connect(run, &RunController::stateChanged, this, &RunBar::showProgress);
    connect(actions, &TrainActions::updated, this, &RunBar::showButtons);
    showProgress();
    showButtons();
    // Where the progress has no room beside the buttons, it goes below them.
    setMinimumWidth(buttons->minimumSize().width());
    arrange();
}

void RunBar::arrange()
{
    constexpr int roomForBoth = 640;
    const bool beside = width() >= roomForBoth;
    m_layout->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_layout->setSpacing(beside ? 18 : 6);
}

void RunBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void RunBar::showProgress()
{
    const SessionUpdate& update = m_run->lastUpdate();
    const bool preparing = m_run->isActive() && m_run->state() == SessionState::Preparing;
    // While it prepares, the bar is of that; it runs to and fro where nobody can tell how far that is.
    m_bar->setRange(0, preparing && !update.prepared ? 0 : 1000);
    if (preparing)
        m_bar->setValue(static_cast<int>(1000 * update.prepared.value_or(0)));
    else
        m_bar->setValue(update.total_steps > 0 ? static_cast<int>(1000 * update.step / update.total_steps) : 0);
    m_place->setText(placeText(*m_run));
    m_pace->setText(paceText(*m_run));
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
