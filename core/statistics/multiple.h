// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/statistics/interval.h"
#include "core/statistics/paired_difference.h"

namespace ligature::statistics {

/// Of several arms beside one baseline, one is soon found better by chance. What keeps the chance of even one such
/// finding at what the level leaves:
///
/// p values by Holm (1979), which finds all that Bonferroni finds, and more. Intervals by Bonferroni: those that would
/// fit Holm's steps tell of a difference that was found only that it is not 0 (Strassburger and Bretz 2008), so that
/// nothing could be held against a margin. A p value of Holm's below 0.05 may thus stand beside an interval that
/// touches 0; the verdict is the interval's.

/// p values, each adjusted for those that are there; what is absent stays so and does not count. What is not between 0
/// and 1 counts as absent.
[[nodiscard]] std::vector<std::optional<double>> holmAdjusted(std::span<const std::optional<double>> p_values);

/// The level of each of so many intervals that all hold together at that level: 1 - (1 - level) / comparisons. For
/// PairingSettings::level. Of none or one it is the level itself.
[[nodiscard]] double bonferroniLevel(double level, std::size_t comparisons);

/// The intervals of the mean differences that hold together at that level, in the order of the arms; of those that have
/// one at all, which alone are counted.
[[nodiscard]] std::vector<std::optional<Interval>> simultaneousIntervals(std::span<const PairedDifference> differences,
                                                                         double level = 0.95);

} // namespace ligature::statistics
