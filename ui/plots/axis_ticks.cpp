// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/axis_ticks.h"

#include <algorithm>
#include <cmath>

#include "ui/document/quantity_text.h"

namespace ligature {

namespace {

/// 1, 2 or 5 times a power of ten, at least `size`.
double roundStep(double size)
{
    const double power = std::pow(10, std::floor(std::log10(size)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= size * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

/// How many decimals write the step without rounding it, as 2.5 needs one.
int decimalsOf(double step)
{
    int decimals = 0;
    for (double scaled = step; decimals < 8 && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled; scaled *= 10)
        ++decimals;
    return decimals;
}

} // namespace

double linearTickStep(const PlotRange& range, int wanted)
{
    return roundStep(range.span() / std::max(wanted, 1));
}

std::vector<double> linearTicks(const PlotRange& range, double step)
{
    std::vector<double> ticks;
    for (double multiple = std::ceil(range.lower / step); multiple * step <= range.upper; ++multiple)
        ticks.push_back(multiple * step);
    return ticks;
}

int logarithmicTickCount(int pixels)
{
    constexpr int pixels_each = 20;
    return std::clamp(pixels / pixels_each, 2, 6);
}

std::vector<double> logarithmicTicks(const PlotRange& range, int wanted)
{
    if (range.upper / range.lower < 3)
        return linearTicks(range, linearTickStep(range, wanted));
    std::vector<double> ticks;
    const int first = static_cast<int>(std::floor(std::log10(range.lower)));
    const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
    const int stride = std::max(1, (last - first + wanted - 1) / std::max(wanted, 1));
    const bool few = (last - first) * 2 <= wanted;
    for (int power = first; power <= last; ++power) {
        if (power % stride != 0)
            continue;
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double tick = factor * std::pow(10, power);
            if (range.contains(tick) && (factor == 1.0 || few))
                ticks.push_back(tick);
        }
    }
    return ticks;
}

QString tickText(double tick, double step, ValueFormat format)
{
    const double factor = format == ValueFormat::Percent ? 100 : 1;
    tick *= factor;
    step *= factor;
    const double size = std::max(std::abs(tick), step);
    if (std::abs(tick) < step * 1e-6)
        tick = 0;
    QString text;
    if (size >= 1e7 || step < 1e-7) {
        text = tick == 0 ? QStringLiteral("0") : shortNumber(tick, 4);
    } else {
        text = fixedNumber(tick, decimalsOf(step));
    }
    return format == ValueFormat::Percent ? QStringLiteral("%1 %").arg(text) : text;
}

QString logarithmicTickText(double tick)
{
    if (tick >= 1e-3 * 0.999 && tick < 1e6)
        return shortNumber(tick, 6);
    return powerText(tick, 4);
}

} // namespace ligature
