// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/power.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/statistics/distributions.h"

namespace ligature::statistics {

namespace {

/// The least number from `first` on that is enough, where each one above it is, too.
template <typename IsEnough>
SeedCount leastThat(std::size_t first, const IsEnough& isEnough)
{
    if (first > most_seeds || !isEnough(most_seeds))
        return {SeedCount::Kind::MoreThan, most_seeds};
    std::size_t last = most_seeds;
    while (first < last) {
        const std::size_t middle = first + (last - first) / 2;
        if (isEnough(middle))
            last = middle;
        else
            first = middle + 1;
    }
    return {SeedCount::Kind::Enough, last};
}

bool isShare(double value)
{
    return value > 0 && value < 1;
}

} // namespace

double power(double effect, std::size_t seeds, double significance)
{
    if (seeds < 2 || !std::isfinite(effect) || !isShare(significance))
        return std::numeric_limits<double>::quiet_NaN();
    constexpr double surely_found = 1'000; // Standard errors: from there on it is 1 to the last bit.
    const auto degrees = static_cast<double>(seeds - 1);
    const double critical = studentHalfWidth(1 - significance, degrees);
    const double noncentrality = std::abs(effect) * std::sqrt(static_cast<double>(seeds));
    if (noncentrality > std::max(1.0, critical) * surely_found)
        return 1;
    // 1 - P(T <= critical), turned round so that a small power keeps its digits.
    return std::min(1.0, noncentralProbability(-critical, degrees, -noncentrality) +
                             noncentralProbability(-critical, degrees, noncentrality));
}

SeedCount seedsForPower(double effect, double wanted_power, double significance)
{
    if (effect == 0 || !std::isfinite(effect) || !isShare(wanted_power) || !isShare(significance))
        return {};
    return leastThat(2, [&](std::size_t seeds) { return power(effect, seeds, significance) >= wanted_power; });
}

SeedCount seedsThatDecide(double mean, double deviation, double margin, double level, std::size_t least, double overlap)
{
    const double room = std::abs(std::abs(mean) - margin);
    if (!(room > 0) || !std::isfinite(deviation) || !isShare(level))
        return {};
    const auto decides = [&](std::size_t seeds) {
        const auto count = static_cast<double>(seeds);
        const double error = overlap > 0 ? deviation * std::sqrt(1 / count + overlap) : deviation / std::sqrt(count);
        return studentHalfWidth(level, count - 1) * error < room;
    };
    if (overlap > 0 && !decides(most_seeds))
        return {};
    return leastThat(std::max<std::size_t>(least, 2), decides);
}

} // namespace ligature::statistics
