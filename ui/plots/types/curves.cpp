// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"
#include "ui/plots/metric_plot_panel.h"
#include "ui/plots/plot_type.h"
#include "ui/training/run_controller.h"

namespace ligature {

namespace {

class CurvesPlot final : public PlotType {
public:
    std::string_view name() const override { return "curves"; }
    QString title() const override { return MetricPlotPanel::tr("Curves"); }
    QString help() const override
    {
        return MetricPlotPanel::tr("The loss of each step and the loss and metric of each epoch, of every arm");
    }
    QWidget* make(const PlotSource& source, QWidget* parent) const override
    {
        auto* const panel = new MetricPlotPanel(parent);
        RunController* const run = source.run;
        QObject::connect(run, &RunController::started, panel, [panel, source] {
            std::vector<ArmId> arms;
            for (const History& history : source.run->histories())
                arms.push_back(history.variant);
            panel->reset(arms, source.run->losses(), source.document->project().network);
            if (!source.run->isActive()) // Another network, or imported weights: nothing trains yet.
                panel->showNothing();
        });
        QObject::connect(run, &RunController::progressChanged, panel, [panel, run] {
            if (run->lastUpdate().total_steps > 0) // Else it prepares: what the last training left stays.
                panel->setStepsPerEpoch(run->lastUpdate().steps_per_epoch);
        });
        QObject::connect(run, &RunController::eventsArrived, panel, &MetricPlotPanel::append);
        return panel;
    }
};

} // namespace

const PlotType& curvesPlot()
{
    static const CurvesPlot type;
    return type;
}

} // namespace ligature
