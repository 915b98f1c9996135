// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <vector>

#include <QtGlobal>

#include "core/statistics/paired_difference.h"

namespace ligature::testing {

/// Differences with exactly that mean and, but for rounding, that sample deviation: half of them above, half below.
inline std::vector<double> differencesOf(double mean, double deviation, std::size_t pairs)
{
    std::vector<double> differences(pairs, mean);
    const std::size_t even = pairs - pairs % 2;
    if (even == 0)
        return differences;
    const double step = deviation * std::sqrt(static_cast<double>(pairs - 1) / static_cast<double>(even));
    for (std::size_t i = 0; i < even; ++i)
        differences[i] += i % 2 == 0 ? step : -step;
    return differences;
}

/// A baseline of that value throughout, and an arm that differs from it so.
inline statistics::PairedDifference comparedTo(double baseline, const std::vector<double>& differences,
                                               const statistics::PairingSettings& settings = {})
{
    std::vector<double> arm;
    for (const double difference : differences)
        arm.push_back(baseline + difference);
    const auto result = statistics::pairedDifference(arm, std::vector<double>(arm.size(), baseline), settings);
    if (!result)
        qFatal("%s", result.error().oneLine().c_str());
    return *result;
}

} // namespace ligature::testing
