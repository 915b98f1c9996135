// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/experiment/run_result.h"

namespace ligature {

/// A mean over seeds at one epoch, and its interval.
struct MeanPoint {
    std::int64_t step = 0;
    std::int64_t epoch = 0;
    double mean = 0;
    double low = 0; ///< equal to the mean where there is one run
    double high = 0;
};

/// The mean of a figure over runs, with the interval of that mean by Student's t, at each epoch that all of them have.
/// Runs that diverged are in it nowhere: a mean that loses some on its way would be another mean. It is of these runs
/// alone, so that what else is shown or hidden changes nothing of it.
/// @param runs without null pointers
[[nodiscard]] std::vector<MeanPoint> meanCurve(std::span<const RunResult* const> runs, double MetricEvent::*figure,
                                               double interval_level = 0.95);

} // namespace ligature
