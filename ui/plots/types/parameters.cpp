// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/counts_panel.h"
#include "ui/plots/plot_type.h"

namespace ligature {

namespace {

class ParametersPlot final : public PlotType {
public:
    std::string_view name() const override { return "parameters"; }
    QString title() const override { return CountsPanel::tr("Parameters"); }
    QString help() const override
    {
        return CountsPanel::tr(
            "What the network takes tied and untied: parameters, and bytes of weights, gradients and "
            "the optimizer's state");
    }
    QWidget* make(const PlotSource& source, QWidget* parent) const override
    {
        return new CountsPanel(source.document, parent);
    }
};

} // namespace

const PlotType& parametersPlot()
{
    static const ParametersPlot type;
    return type;
}

} // namespace ligature
