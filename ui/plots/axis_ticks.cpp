// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/axis_ticks.h"

#include <algorithm>
#include <cmath>

#include <QLocale>

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

QString superscript(int number)
{
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = number < 0 ? QStringLiteral("⁻") : QString();
    for (const QChar c : QString::number(std::abs(number)))
        text += digits[c.digitValue()];
    return text;
}

} // namespace

std::vector<double> logarithmicTicks(const PlotRange& range, int wanted)
{
    std::vector<double> ticks;
    if (range.upper / range.lower < 3) {
        const double step = roundStep(range.span() / std::max(wanted, 1));
        for (double tick = std::ceil(range.lower / step) * step; tick <= range.upper; tick += step)
            ticks.push_back(tick);
        return ticks;
    }
    const int first = static_cast<int>(std::floor(std::log10(range.lower)));
    const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
    const int stride = std::max(1, (last - first) / std::max(wanted, 1));
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
    if (size >= 1e7 || step < 1e-6) {
        text = tick == 0 ? QStringLiteral("0") : QLocale().toString(tick, 'g', 4);
    } else {
        const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
        text = QLocale().toString(tick, 'f', decimals);
    }
    return format == ValueFormat::Percent ? QStringLiteral("%1 %").arg(text) : text;
}

QString logarithmicTickText(double tick)
{
    if (tick >= 1e-3 * 0.999 && tick < 1e6)
        return QLocale().toString(tick, 'g', 6);
    const int power = static_cast<int>(std::floor(std::log10(tick) + 1e-9));
    const double factor = tick / std::pow(10, power);
    const QString ten = QStringLiteral("10") + superscript(power);
    return std::abs(factor - 1) < 1e-6 ? ten : QStringLiteral("%1·%2").arg(QLocale().toString(factor, 'g', 4), ten);
}

} // namespace ligature
