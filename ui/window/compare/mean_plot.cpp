// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/mean_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QVBoxLayout>

#include "core/comparison/mean_curve.h"
#include "core/comparison/run_columns.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/arm_look.h"

namespace ligature {

namespace {

/// From so many times the least of a curve's values on, the axis is logarithmic.
constexpr double decade = 10;

/// "Tied, 0.01", and how many of its runs are in no mean.
QString curveName(const RunGroup& group, const std::vector<const RunGroup*>& among)
{
    const QString name = QString::fromStdString(distinctName(group, among));
    if (group.diverged() == 0)
        return name;
    return MeanPlot::tr("%1 (%2 of %3 diverged)")
        .arg(name, groupedNumber(static_cast<std::int64_t>(group.diverged())),
             groupedNumber(static_cast<std::int64_t>(group.runs.size())));
}

} // namespace

Curve overlayCurve(const RunLibrary::Overlay& overlay, const std::vector<ArmChoice>& arms)
{
    Curve curve;
    curve.variant = overlay.arm;
    curve.kind = CurveKind::Epochs;
    curve.custom_arm = lookOf(overlay.arm, arms).custom_arm;
    if (overlay.place) // The first two colours are near those of the arms.
        curve.use = UseLook{.colour = 2, .use = *overlay.place + 1};
    return curve;
}

MeanPlot::MeanPlot(RunLibrary* library, QWidget* parent)
    : QWidget(parent), m_library(library), m_plot(new CurvePlot(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_plot->setValueName(tr("Validation loss"), ValueFormat::Plain);
    m_plot->area()->setProgress({.unit = ProgressUnit::Epoch});
    connect(library, &RunLibrary::overlaysChanged, this, &MeanPlot::showOverlays);
    showOverlays();
}

void MeanPlot::showOverlays()
{
    m_plot->setCurves({}); // They point to the old series.
    m_series.clear();
    std::vector<const RunGroup*> groups;
    for (const RunLibrary::Overlay& overlay : m_library->overlays())
        groups.push_back(m_library->findGroup(overlay.key));
    const std::vector<ArmChoice> arms = m_library->arms();
    std::vector<Curve> curves;
    double least = std::numeric_limits<double>::infinity();
    double greatest = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        RowSeries& series = m_series.emplace_back();
        for (const RunResult* const run : groups[i]->results()) {
            MetricSeries& one = series.runs.emplace_back();
            for (const MetricEvent& epoch : run->epochs)
                one.append({.step = epoch.step, .epoch = epoch.epoch}, epoch.val_loss);
        }
        for (const MeanPoint& point : meanCurve(groups[i]->results(), &MetricEvent::val_loss)) {
            const MetricPosition position{.step = point.step, .epoch = point.epoch};
            series.mean.append(position, point.mean);
            series.low.append(position, point.low);
            series.high.append(position, point.high);
            if (point.mean > 0) {
                least = std::min(least, point.mean);
                greatest = std::max(greatest, point.mean);
            }
        }
        Curve curve = overlayCurve(m_library->overlays()[i], arms);
        curve.series = &series.mean;
        curve.name = curveName(*groups[i], groups);
        for (const MetricSeries& run : series.runs)
            curve.runs.push_back(&run);
        curve.band_low = &series.low;
        curve.band_high = &series.high;
        curves.push_back(std::move(curve));
    }
    m_plot->area()->setEmptyText(groups.empty() && !m_library->table().groups.empty()
                                     ? tr("Tick rows of the table to see their curves.")
                                     : tr("Curves appear here once a run is through."));
    m_plot->area()->setValueScale(greatest > decade * least ? AxisScale::Logarithmic : AxisScale::Linear);
    m_plot->setCurves(std::move(curves));
    m_plot->area()->refresh();
}

} // namespace ligature
