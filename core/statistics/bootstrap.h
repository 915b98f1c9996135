// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/statistics/interval.h"

namespace ligature::statistics {

/// Beside fewer pairs than these it is no check: its '95 %' covers 92 % at 20 and 69 % at 3 (worth.md).
inline constexpr std::size_t fewest_bootstrapped = 20;
/// How many resamples are drawn.
inline constexpr std::size_t bootstrap_resamples = 9'999;

/// The bias-corrected and accelerated bootstrap interval of a mean (BCa; Efron and Tibshirani 1993, chapter 14): as
/// SciPy's bootstrap computes it from the same resamples, but that their means count as the one seen within a few units
/// of the last place. Differences that are all the same have the interval of that difference alone.
/// Absent of fewer than two differences, where one is not finite, and of a level that is not between 0 and 1.
/// @param seed of the draws; the same seed takes the same resamples on every machine
[[nodiscard]] std::optional<Interval> bootstrapInterval(std::span<const double> differences, double level = 0.95,
                                                        std::uint64_t seed = 0);

} // namespace ligature::statistics
