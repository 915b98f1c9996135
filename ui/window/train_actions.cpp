// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/train_actions.h"

#include <QAction>
#include <QMenu>
#include <QMetaObject>

#include "ui/document/document.h"
#include "ui/training/run_controller.h"
#include "ui/window/explained_action.h"

namespace ligature {

TrainActions::TrainActions(Document* document, RunController* run, QObject* parent) : QObject(parent), m_run(run)
{
    const auto make = [this](const char* icon, const QString& text, const QString& tip, const QKeySequence& keys) {
        return makeAction(this, icon, text, tip, keys);
    };
    // Start and resume share a key: at most one of them is enabled.
    start = make("play", tr("&Start"), tr("Train the network from its initial values"), Qt::Key_F5);
    resume = make("play", tr("&Resume"), tr("Go on training"), Qt::Key_F5);
    pause = make("pause", tr("&Pause"), tr("Pause after the step that is being computed"), Qt::Key_F6);
    single_step = make("step", tr("S&ingle step"), tr("Make one update of each variant, then pause"), Qt::Key_F10);
    stop = make("stop", tr("S&top"), tr("End the training; the weights stay for export"), Qt::SHIFT | Qt::Key_F5);
    go_on = make("play", tr("&Go on"), tr("Train on from the trained values: for as many epochs again, or to the end"),
                 Qt::CTRL | Qt::Key_F5);
    halve_rate = make("", tr("&Halve the learning rate"),
                      tr("From the next step on, half the learning rate; kept with what is trained"),
                      Qt::CTRL | Qt::Key_BracketLeft);
    double_rate = make("", tr("&Double the learning rate"),
                       tr("From the next step on, twice the learning rate; kept with what is trained"),
                       Qt::CTRL | Qt::Key_BracketRight);
    check = make("success", tr("&Check the network"), tr("Say whether the network can be trained"), Qt::Key_F7);

    connect(start, &QAction::triggered, run, &RunController::start);
    connect(resume, &QAction::triggered, run, &RunController::resume);
    connect(pause, &QAction::triggered, run, &RunController::pause);
    connect(single_step, &QAction::triggered, run, &RunController::singleStep);
    connect(stop, &QAction::triggered, run, &RunController::stop);
    connect(go_on, &QAction::triggered, run, &RunController::goOn);
    connect(halve_rate, &QAction::triggered, run, [run] { run->scaleRate(0.5); });
    connect(double_rate, &QAction::triggered, run, [run] { run->scaleRate(2); });
    connect(check, &QAction::triggered, this, &TrainActions::checkAsked);

    connect(run, &RunController::stateChanged, this, &TrainActions::update);
    connect(document, &Document::changed, this, [this] {
        // Many small edits in a row (a drag) need one look.
        if (std::exchange(m_update_pending, true))
            return;
        QMetaObject::invokeMethod(this, &TrainActions::update, Qt::QueuedConnection);
    });
    update();
}

void TrainActions::fill(QMenu* menu)
{
    menu->addActions({start, pause, resume, single_step, stop, go_on});
    menu->addSeparator();
    menu->addActions({halve_rate, double_rate});
    menu->addSeparator();
    menu->addAction(check);
    menu->setToolTipsVisible(true);
}

void TrainActions::update()
{
    m_update_pending = false;
    const bool active = m_run->isActive();
    const SessionState state = m_run->state();
    m_obstacle = m_run->obstacle();
    const bool can_start = m_obstacle.isEmpty();
    start->setEnabled(!active && can_start);
    resume->setEnabled(active && state == SessionState::Paused);
    pause->setEnabled(active && state != SessionState::Paused);
    single_step->setEnabled(active ? state == SessionState::Paused : can_start);
    stop->setEnabled(active);
    go_on->setEnabled(m_run->canGoOn());
    halve_rate->setEnabled(active);
    double_rate->setEnabled(active);
    const QString not_running = tr("Nothing is being trained.");
    explain(*start, can_start ? tr("Training is going on.") : m_obstacle);
    explain(*single_step, active ? tr("Pause first.") : m_obstacle);
    explain(*pause, active ? tr("It is paused.") : not_running);
    explain(*resume, active ? tr("It is running.") : not_running);
    explain(*stop, not_running);
    explain(*halve_rate, not_running);
    explain(*double_rate, not_running);
    explain(*go_on, active                     ? tr("Training is going on.")
                    : m_run->hasStoppedEarly() ? tr("It was stopped early: for more, choose a larger patience in the "
                                                    "settings (Early stopping), and start.")
                                               : tr("There are no trained values of this network."));
    explain(*check, {});
    emit updated();
}

} // namespace ligature
