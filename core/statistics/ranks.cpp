// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/ranks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/statistics/distributions.h"
#include "core/statistics/studentized_range.h"

namespace ligature::statistics {

namespace {

/// Adds the ranks of one data set's arms; gives the sum of t^3 - t over its ties.
double addRanks(std::span<const double> row, MetricDirection direction, std::vector<double>& sums)
{
    std::vector<double> costs;
    for (const double value : row)
        costs.push_back(std::isfinite(value) ? cost(value, direction) : std::numeric_limits<double>::infinity());
    std::vector<std::size_t> order(row.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return costs[i]; });

    double ties = 0;
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first + 1;
        while (last < order.size() && costs[order[last]] == costs[order[first]])
            ++last;
        for (std::size_t i = first; i < last; ++i)
            sums[order[i]] += static_cast<double>(first + 1 + last) / 2;
        const auto tied = static_cast<double>(last - first);
        ties += tied * tied * tied - tied;
        first = last;
    }
    return ties;
}

} // namespace

Result<RankComparison> compareRanks(std::span<const double> values, std::size_t arms, MetricDirection direction,
                                    double level)
{
    if (arms < 2)
        return fail("ranks", "there are fewer than two arms to rank");
    if (values.empty() || values.size() % arms != 0)
        return fail("ranks", "there have to be whole data sets, each with a value for every arm");
    if (!(level > 0 && level < 1))
        return fail("ranks", "the level has to be between 0 and 1", "95 % is 0.95");

    RankComparison result;
    result.arms = arms;
    result.data_sets = values.size() / arms;
    std::vector<double> sums(arms, 0.0);
    double ties = 0;
    for (std::size_t row = 0; row < result.data_sets; ++row)
        ties += addRanks(values.subspan(row * arms, arms), direction, sums);

    const auto k = static_cast<double>(arms);
    const auto n = static_cast<double>(result.data_sets);
    double squares = 0;
    for (const double sum : sums) {
        result.average_ranks.push_back(sum / n);
        squares += (sum - n * (k + 1) / 2) * (sum - n * (k + 1) / 2);
    }
    const double untied = n * (k * k * k - k) - ties;
    if (untied > 0)
        result.statistic = 12 * (k - 1) * squares / untied;
    result.p = chiSquaredUpper(result.statistic, k - 1);

    const double unit = std::sqrt(k * (k + 1) / (12 * n));
    result.critical_difference = rangeQuantile(level, arms) * unit;
    for (const double one : result.average_ranks)
        for (const double other : result.average_ranks)
            result.pair_p.push_back(1 - rangeProbability(std::abs(one - other) / unit, arms));
    return result;
}

} // namespace ligature::statistics
