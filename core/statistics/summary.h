// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "core/statistics/interval.h"

namespace ligature::statistics {

/// What one arm's runs came to. What is not finite is left out and counted: a run that diverged has no value.
struct Summary {
    std::size_t count = 0;    ///< finite ones
    std::size_t left_out = 0; ///< the others
    std::optional<double> mean;
    std::optional<double> deviation; ///< of the sample, with n - 1; none of fewer than two
    std::optional<double> median;    ///< of an even number: halfway between the middle two
    /// The mean without the quarter of the values at each end, rounded down to whole values: as rliable takes it
    /// (Agarwal et al. 2021, arXiv 2108.13264) from SciPy's trim_mean. worth.md wants it across tasks alone.
    std::optional<double> interquartile_mean;
    std::optional<Interval> range; ///< the least and the largest
};

[[nodiscard]] Summary summary(std::span<const double> values);

} // namespace ligature::statistics
