// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/verdict_figures.h"

#include <algorithm>
#include <cmath>

namespace ligature::statistics {

namespace {

constexpr int most_decimals = 9;

} // namespace

std::string signedFixed(double value, int decimals, const numbers::Style& style)
{
    constexpr double written_out = 1e9;
    const std::string text = std::abs(value) < written_out && decimals <= most_decimals
                                 ? numbers::fixed(value, decimals, style)
                                 : numbers::scientific(value, 3, style);
    return value > 0 && text.find_first_of("123456789") != std::string::npos ? "+" + text : text;
}

std::string levelText(double level, const numbers::Style& style)
{
    return numbers::significant(level * 100, 4, style, numbers::Zeros::Drop) + " %";
}

std::string pText(double p, const numbers::Style& style)
{
    constexpr double least_told = 1e-4;
    constexpr int digits = 2;
    return p < least_told ? "p < " + numbers::fixed(least_told, 4, style)
                          : "p = " + numbers::significant(p, digits, style);
}

VerdictFigures::VerdictFigures(const PairedDifference& difference, const Verdict& verdict,
                               const VerdictSubject& subject, const numbers::Style& style)
    : m_style(style)
{
    const bool relative = verdict.relative_mean && (verdict.relative_interval || !difference.interval);
    const std::string unit = subject.unit.empty() ? "" : " " + subject.unit;
    m_baseline = relative ? std::abs(*difference.baseline_mean) : 0;
    m_unit = relative ? " %" : unit;
    m_mean = shown(*difference.mean);

    // As the user gave it: 0.5, not what is left of it after a multiplication and a division.
    const bool relative_margin = verdict.margin.kind == Margin::Kind::Relative;
    m_margin = relative && relative_margin ? verdict.margin.amount * 100 : shown(verdict.absolute_margin);
    m_margin_text = figure(m_margin) + m_unit;
    if (relative && !relative_margin)
        m_margin_text = figure(verdict.margin.amount) + unit + " (" + m_margin_text + ")";

    Interval interval{m_mean, m_mean};
    if (difference.interval)
        interval = {shown(difference.interval->low), shown(difference.interval->high)};
    m_decimals = decimals(interval, relative ? 1 : 0);
}

std::string VerdictFigures::mean() const
{
    return signedFixed(m_mean, m_decimals, m_style) + m_unit;
}

std::string VerdictFigures::interval(const Interval& interval) const
{
    return signedFixed(shown(interval.low), m_decimals, m_style) + " to " +
           signedFixed(shown(interval.high), m_decimals, m_style) + m_unit;
}

double VerdictFigures::shown(double value) const
{
    return m_baseline > 0 ? value / m_baseline * 100 : value;
}

std::string VerdictFigures::figure(double value) const
{
    constexpr int digits = 4;
    return numbers::significant(value, digits, m_style, numbers::Zeros::Drop);
}

/// So many that half the interval's width has a digit, and up to three more where an end would be rounded to the
/// margin's or over it.
int VerdictFigures::decimals(const Interval& interval, int least) const
{
    constexpr int more = 3;
    constexpr int none = 400; // More than a double's.
    const double half_width = interval.high / 2 - interval.low / 2;
    const double smallest = half_width > 0 ? half_width : std::abs(m_mean);
    if (!(smallest > 0))
        return least;
    const int usual = std::clamp(static_cast<int>(std::ceil(-std::log10(smallest))), least, none);
    for (int count = usual; count <= std::min(usual + more, most_decimals); ++count)
        if (keepsSides(interval, count))
            return count;
    return usual;
}

bool VerdictFigures::keepsSides(const Interval& interval, int decimals) const
{
    const double unit = std::pow(10.0, -decimals);
    const auto side = [](double value, double end) { return (value > end) - (value < end); };
    for (const double value : {interval.low, interval.high}) {
        const double rounded = std::round(value / unit) * unit;
        for (const double end : {-m_margin, 0.0, m_margin}) {
            const double near = std::abs(rounded - end) < unit / 1000 ? end : rounded;
            if (side(near, end) != side(value, end))
                return false;
        }
    }
    return true;
}

} // namespace ligature::statistics
