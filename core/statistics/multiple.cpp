// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/multiple.h"

#include <algorithm>

#include "core/statistics/distributions.h"

namespace ligature::statistics {

std::vector<std::optional<double>> holmAdjusted(std::span<const std::optional<double>> p_values)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p_values.size(); ++i)
        if (p_values[i] && *p_values[i] >= 0 && *p_values[i] <= 1)
            order.push_back(i);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return *p_values[i]; });

    std::vector<std::optional<double>> adjusted(p_values.size());
    double largest = 0;
    for (std::size_t step = 0; step < order.size(); ++step) {
        const double multiplied = *p_values[order[step]] * static_cast<double>(order.size() - step);
        largest = std::max(largest, std::min(1.0, multiplied));
        adjusted[order[step]] = largest;
    }
    return adjusted;
}

double bonferroniLevel(double level, std::size_t comparisons)
{
    return comparisons < 2 ? level : 1 - (1 - level) / static_cast<double>(comparisons);
}

std::vector<std::optional<Interval>> simultaneousIntervals(std::span<const PairedDifference> differences, double level)
{
    const auto hasInterval = [](const PairedDifference& difference) { return difference.interval.has_value(); };
    const auto count = static_cast<std::size_t>(std::ranges::count_if(differences, hasInterval));
    const double each = bonferroniLevel(level, count);
    std::vector<std::optional<Interval>> intervals;
    for (const PairedDifference& difference : differences) {
        intervals.push_back(difference.interval ? intervalAt(difference, each) : std::nullopt);
    }
    return intervals;
}

} // namespace ligature::statistics
