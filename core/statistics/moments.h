// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace ligature::statistics {

/// Mean and sample deviation of finite values, in units of a power of two near the largest magnitude, so that neither a
/// sum nor a square overflows or vanishes. Two passes, each with the correction of what the other rounded off; values
/// that are all the same have exactly that mean and the deviation 0.
struct Moments {
    std::size_t count = 0;
    int exponent = 0;            ///< the unit is 2 to the power of it
    double scaled_mean = 0;      ///< none of none: 0
    double scaled_deviation = 0; ///< with n - 1; 0 for fewer than two

    [[nodiscard]] double mean() const;
    [[nodiscard]] double deviation() const;
};

[[nodiscard]] Moments moments(std::span<const double> values);

/// What is beyond, or no number, is of a run that diverged: so nothing that is computed from the others overflows.
inline constexpr double largest_measured = 1e300;
[[nodiscard]] bool isMeasured(double value);

} // namespace ligature::statistics
