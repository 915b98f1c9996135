// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/compare_actions.h"

#include <utility>

#include <QAction>
#include <QMenu>
#include <QMetaObject>

#include "ui/document/document.h"
#include "ui/training/experiment_controller.h"
#include "ui/window/explained_action.h"

namespace ligature {

CompareActions::CompareActions(Document* document, ExperimentController* experiment, QObject* parent)
    : QObject(parent), m_experiment(experiment)
{
    const auto make = [this](const char* icon, const QString& text, const QString& tip, const QKeySequence& keys) {
        return makeAction(this, icon, text, tip, keys);
    };
    start = make("play", tr("&Compare"), tr("Train all arms with several seeds, and say whether the tie is worth it"),
                 Qt::Key_F8);
    resume = make("play", tr("&Resume the comparison"), tr("Go on with the runs where they are"), Qt::Key_F8);
    pause = make("pause", tr("&Pause the comparison"), tr("The runs wait where they are"), Qt::SHIFT | Qt::Key_F6);
    stop = make("stop", tr("S&top the comparison"),
                tr("Runs that are through are kept; comparing again goes on with the others"), Qt::SHIFT | Qt::Key_F8);
    connect(start, &QAction::triggered, experiment, &ExperimentController::start);
    connect(resume, &QAction::triggered, experiment, &ExperimentController::resume);
    connect(pause, &QAction::triggered, experiment, &ExperimentController::pause);
    connect(stop, &QAction::triggered, experiment, &ExperimentController::stop);
    connect(experiment, &ExperimentController::stateChanged, this, &CompareActions::update);
    connect(document, &Document::changed, this, [this] {
        // Many small edits in a row (a drag) need one look.
        if (std::exchange(m_update_pending, true))
            return;
        QMetaObject::invokeMethod(this, &CompareActions::update, Qt::QueuedConnection);
    });
    update();
}

void CompareActions::fill(QMenu* menu)
{
    menu->addActions({start, pause, resume, stop});
}

void CompareActions::update()
{
    m_update_pending = false;
    const bool is_active = m_experiment->isActive();
    const bool is_paused = is_active && m_experiment->update().state == ExperimentState::Paused;
    m_obstacle = m_experiment->obstacle();
    start->setEnabled(!is_active && m_obstacle.isEmpty());
    resume->setEnabled(is_paused);
    pause->setEnabled(is_active && !is_paused);
    stop->setEnabled(is_active);
    const QString nothing_runs = tr("Nothing is being compared.");
    explain(*start, is_active ? tr("The comparison is going on.") : m_obstacle);
    explain(*resume, is_active ? tr("It is running.") : nothing_runs);
    explain(*pause, is_active ? tr("It is paused.") : nothing_runs);
    explain(*stop, nothing_runs);
    emit updated();
}

} // namespace ligature
