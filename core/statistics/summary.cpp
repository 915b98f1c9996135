// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/statistics/moments.h"

namespace ligature::statistics {

Summary summary(std::span<const double> values)
{
    std::vector<double> sorted;
    std::ranges::copy_if(values, std::back_inserter(sorted), isMeasured);
    std::ranges::sort(sorted);

    Summary result;
    result.count = sorted.size();
    result.left_out = values.size() - sorted.size();
    if (sorted.empty())
        return result;
    const Moments all = moments(sorted);
    result.mean = all.mean();
    if (sorted.size() > 1)
        result.deviation = all.deviation();
    const std::size_t middle = sorted.size() / 2;
    result.median = sorted.size() % 2 == 1 ? sorted[middle] : std::midpoint(sorted[middle - 1], sorted[middle]);
    const std::size_t cut = sorted.size() / 4;
    result.interquartile_mean = moments(std::span(sorted).subspan(cut, sorted.size() - 2 * cut)).mean();
    result.range = Interval{sorted.front(), sorted.back()};
    return result;
}

} // namespace ligature::statistics
