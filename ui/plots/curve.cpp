// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace ligature {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double undrawn = std::numeric_limits<double>::quiet_NaN();

/// A logarithmic axis has no place for zero; a curve has a gap there.
double onAxis(double value, AxisScale scale)
{
    return isDrawable(value) && (scale == AxisScale::Linear || value > 0) ? value : undrawn;
}

PlotRange withAir(double lower, double upper, AxisScale scale)
{
    if (lower > upper)
        return scale == AxisScale::Linear ? PlotRange{0, 1} : PlotRange{0.1, 1};
    if (scale == AxisScale::Logarithmic) {
        const double air = upper / lower < 1.0001 ? 2 : std::pow(upper / lower, 0.05);
        return {lower / air, upper * air};
    }
    const double size = std::max(std::abs(lower), std::abs(upper));
    double air = (upper - lower) * 0.06;
    if (air <= size * 1e-9)
        air = size > 0 ? size * 0.1 : 0.5;
    return {lower >= 0 ? std::max(0.0, lower - air) : lower - air, upper + air};
}

/// Markers nearer to each other than this run into one.
constexpr std::size_t bucketsPerMarker = 18;

void addMarkers(DrawnCurve& drawn, const MetricSeries& series, const ProgressScale& progress, AxisScale value_scale,
                std::size_t first, std::size_t last, std::size_t room)
{
    const std::size_t stride = std::bit_ceil((last - first + room - 1) / room);
    for (std::size_t i = first; i < last; ++i) {
        // The last one stands in for a near neighbour.
        const bool regular = i % stride == 0 && (i + (stride + 1) / 2 < series.size() || i + 1 == series.size());
        if (regular || i + 1 == series.size()) {
            drawn.marker_x.push_back(progress(series.position(i)));
            drawn.marker_y.push_back(onAxis(series.raw()[i], value_scale));
        }
    }
}

} // namespace

DrawnCurve drawnCurve(const Curve& curve, const ProgressScale& progress, const PlotRange& x, AxisScale value_scale,
                      std::size_t buckets)
{
    DrawnCurve drawn;
    const MetricSeries& series = *curve.series;
    const auto [first, last] = series.indicesWithin(progress, x.lower, x.upper);
    const ExtremaPyramid& values = series.smoothed();
    for (const std::size_t i : values.pick(first, last, buckets)) {
        drawn.x.push_back(progress(series.position(i)));
        drawn.y.push_back(onAxis(values[i], value_scale));
        if (!isDrawable(values[i]))
            (values[i] < 0 ? drawn.low_marks : drawn.high_marks).push_back(drawn.x.back());
    }
    if (curve.kind == CurveKind::Epochs)
        addMarkers(drawn, series, progress, value_scale, first, last,
                   std::max<std::size_t>(buckets / bucketsPerMarker, 2));
    if (curve.band_low != nullptr && curve.band_high != nullptr) {
        for (const std::size_t i : values.pick(first, last, buckets)) {
            drawn.band_low.push_back(onAxis(curve.band_low->raw()[i], value_scale));
            drawn.band_high.push_back(onAxis(curve.band_high->raw()[i], value_scale));
        }
    }
    for (const MetricSeries* const run : curve.runs) {
        auto& [run_x, run_y] = drawn.runs.emplace_back();
        const auto [from, to] = run->indicesWithin(progress, x.lower, x.upper);
        for (const std::size_t i : run->raw().pick(from, to, buckets)) {
            run_x.push_back(progress(run->position(i)));
            run_y.push_back(onAxis(run->raw()[i], value_scale));
        }
    }
    if (!series.isSmoothed())
        return drawn;
    for (const std::size_t i : series.raw().pick(first, last, buckets)) {
        drawn.raw_x.push_back(progress(series.position(i)));
        drawn.raw_y.push_back(onAxis(series.raw()[i], value_scale));
    }
    return drawn;
}

PlotRange progressRange(std::span<const Curve> curves, const ProgressScale& progress)
{
    double lower = infinity;
    double upper = -infinity;
    for (const Curve& curve : curves) {
        if (!curve.visible || curve.series->empty())
            continue;
        lower = std::min(lower, progress(curve.series->position(0)));
        upper = std::max(upper, progress(curve.series->position(curve.series->size() - 1)));
    }
    if (lower > upper)
        return {0, 1};
    // A first step at 1 of thousands is the beginning.
    if (lower > 0 && lower < 0.05 * upper)
        lower = 0;
    // Room for half a marker.
    return upper > lower ? PlotRange{lower, upper + 0.015 * (upper - lower)} : PlotRange{lower, lower + 1};
}

PlotRange valueRange(std::span<const DrawnCurve> curves, const PlotRange& x, AxisScale value_scale)
{
    double lower = infinity;
    double upper = -infinity;
    const auto include = [&](const std::vector<double>& xs, const std::vector<double>& ys) {
        for (std::size_t i = 0; i < xs.size(); ++i) {
            if (std::isnan(ys[i]) || !x.contains(xs[i]))
                continue;
            lower = std::min(lower, ys[i]);
            upper = std::max(upper, ys[i]);
        }
    };
    for (const DrawnCurve& curve : curves) {
        include(curve.x, curve.y);
        include(curve.raw_x, curve.raw_y);
        for (const auto& [run_x, run_y] : curve.runs)
            include(run_x, run_y);
        if (!curve.band_low.empty()) {
            include(curve.x, curve.band_low);
            include(curve.x, curve.band_high);
        }
    }
    return withAir(lower, upper, value_scale);
}

} // namespace ligature
