// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/mean_plot.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QVBoxLayout>

#include "core/statistics/distributions.h"
#include "core/statistics/summary.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

/// From so many times the least of a curve's values on, the axis is logarithmic.
constexpr double decade = 10;
constexpr double bandLevel = 0.95;

struct Spread {
    double mean = 0;
    double low = 0;
    double high = 0;
};

/// Of a mean the 95 % interval, by Student's t.
Spread spreadOf(const std::vector<double>& values)
{
    const statistics::Summary summary = statistics::summary(values);
    if (!summary.mean)
        return {notMeasured, notMeasured, notMeasured};
    if (!summary.deviation)
        return {*summary.mean, *summary.mean, *summary.mean};
    const auto count = static_cast<double>(summary.count);
    const double half = statistics::studentHalfWidth(bandLevel, count - 1) * *summary.deviation / std::sqrt(count);
    return {*summary.mean, *summary.mean - half, *summary.mean + half};
}

} // namespace

MeanPlot::MeanPlot(QWidget* parent) : QWidget(parent), m_plot(new CurvePlot(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_plot->area()->setEmptyText(tr("Curves appear here once a run is through."));
    m_plot->setValueName(tr("Validation loss"), ValueFormat::Plain);
    m_plot->area()->setProgress({.unit = ProgressUnit::Epoch});
}

void MeanPlot::setAnswer(const std::shared_ptr<const ExperimentAnswer>& answer, std::size_t group)
{
    m_plot->setCurves({}); // They point to the old series.
    m_series.clear();
    if (answer == nullptr || group >= answer->figures.groups.size()) {
        m_plot->area()->refresh();
        return;
    }
    const std::vector<ArmChoice> choices = armChoices(answer->experiment.project().network);
    std::vector<Curve> curves;
    double least = std::numeric_limits<double>::infinity();
    double greatest = 0;
    for (const ArmFigures& arm : answer->figures.groups[group].arms) {
        ArmSeries& series = m_series.emplace_back();
        struct Epoch {
            std::int64_t step = 0;
            std::vector<double> losses;
        };
        std::map<std::int64_t, Epoch> by_epoch;
        for (const auto& run : arm.runs) {
            if (!run)
                continue;
            MetricSeries& one = series.runs.emplace_back();
            for (const MetricEvent& epoch : run->epochs) {
                one.append({.step = epoch.step, .epoch = epoch.epoch}, epoch.val_loss);
                by_epoch[epoch.epoch].step = epoch.step;
                by_epoch[epoch.epoch].losses.push_back(epoch.val_loss);
            }
        }
        const std::size_t runs = series.runs.size();
        for (const auto& [number, epoch] : by_epoch) {
            if (epoch.losses.size() < runs) // Of some only, where one diverged: that would be another mean.
                continue;
            const Spread spread = spreadOf(epoch.losses);
            const MetricPosition position{.step = epoch.step, .epoch = number};
            series.mean.append(position, spread.mean);
            series.low.append(position, spread.low);
            series.high.append(position, spread.high);
            if (std::isfinite(spread.mean) && spread.mean > 0) {
                least = std::min(least, spread.mean);
                greatest = std::max(greatest, spread.mean);
            }
        }
        Curve curve;
        curve.series = &series.mean;
        curve.name = QString::fromStdString(arm.title);
        curve.variant = arm.arm;
        curve.kind = CurveKind::Epochs;
        for (const MetricSeries& run : series.runs)
            curve.runs.push_back(&run);
        curve.band_low = &series.low;
        curve.band_high = &series.high;
        const auto choice = std::ranges::find(choices, arm.arm, &ArmChoice::id);
        if (const auto place = static_cast<std::size_t>(choice - choices.begin()); place >= armTypes().size())
            curve.custom_arm = place - armTypes().size();
        curves.push_back(std::move(curve));
    }
    m_plot->area()->setValueScale(greatest > decade * least ? AxisScale::Logarithmic : AxisScale::Linear);
    m_plot->setCurves(std::move(curves));
    m_plot->area()->refresh();
}

} // namespace ligature
