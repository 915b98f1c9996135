// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_range.h"

#include <algorithm>
#include <cmath>

namespace ligature {

double valueAt(const PlotRange& range, double fraction, AxisScale scale)
{
    if (scale == AxisScale::Linear)
        return range.lower + fraction * range.span();
    return range.lower * std::pow(range.upper / range.lower, fraction);
}

double fractionOf(const PlotRange& range, double value, AxisScale scale)
{
    if (scale == AxisScale::Linear)
        return (value - range.lower) / range.span();
    return std::log(value / range.lower) / std::log(range.upper / range.lower);
}

PlotRange part(const PlotRange& range, double from, double to, AxisScale scale)
{
    const auto [low, high] = std::minmax(from, to);
    const PlotRange result{valueAt(range, low, scale), valueAt(range, high, scale)};
    // Closer than this, neighbouring pixels would share a number.
    const double size = std::max(std::abs(result.lower), std::abs(result.upper));
    const bool sound = std::isfinite(size) && size < 1e200 && result.span() > size * 1e-12 && result.span() > 1e-200;
    return sound && (scale == AxisScale::Linear || result.lower > 1e-200) ? result : range;
}

PlotRange zoomed(const PlotRange& range, double factor, double fraction, AxisScale scale)
{
    return part(range, fraction * (1 - factor), fraction + (1 - fraction) * factor, scale);
}

} // namespace ligature
