// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSettings>

#include "ui/plots/plot_type.h"
#include "ui/plots/uses_panel.h"
#include "ui/training/run_controller.h"

namespace ligature {

namespace {

constexpr auto watchUsesKey = "training/watchUses";

class UsesPlot final : public PlotType {
public:
    std::string_view name() const override { return "uses"; }
    QString title() const override { return UsesPanel::tr("Uses"); }
    QString help() const override { return UsesPanel::tr("What each use of a shared parameter adds to its gradient"); }
    QWidget* make(const PlotSource& source, QWidget* parent) const override
    {
        auto* const panel = new UsesPanel(source.document, parent);
        RunController* const run = source.run;
        QObject::connect(run, &RunController::started, panel, &UsesPanel::reset);
        QObject::connect(run, &RunController::progressChanged, panel, [panel, run] {
            const SessionUpdate& update = run->lastUpdate();
            panel->setWatched(update.watched_uses);
            panel->setStepsPerEpoch(update.steps_per_epoch);
            panel->setError(update.watch_error);
        });
        QObject::connect(run, &RunController::usesArrived, panel, &UsesPanel::append);
        QObject::connect(run, &RunController::watchingChanged, panel,
                         [panel, run] { panel->setWatching(run->isWatchingUses()); });
        QObject::connect(panel, &UsesPanel::watchingAsked, run, [run](bool watch) {
            QSettings().setValue(watchUsesKey, watch);
            run->watchUses(watch);
        });
        run->watchUses(QSettings().value(watchUsesKey, false).toBool());
        panel->setWatching(run->isWatchingUses());
        return panel;
    }
};

} // namespace

const PlotType& usesPlot()
{
    static const UsesPlot type;
    return type;
}

} // namespace ligature
