// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace ligature::statistics {

/// How likely it is that chance alone gave differences as far from 0, were each as likely with the other sign: the
/// sign-flip test (Fisher 1935) of the mean, two-sided.
struct SignFlipTest {
    double p = 1;
    bool exact = true;           ///< all assignments of signs were taken
    std::size_t assignments = 0; ///< 2^n, or how many were drawn
};

/// Up to so many differences, all assignments are taken: 65,536.
inline constexpr std::size_t most_flipped_exactly = 16;
/// Of more differences, so many are drawn: p is then within 0.0014 of a true 0.05, 19 times of 20.
inline constexpr std::size_t drawn_assignments = 99'999;

/// The p value as SciPy's permutation_test has it: the smaller share of assignments whose mean is at most, or at least,
/// the one seen, twice, and at most 1; where they are drawn, with the one seen among them, so that it is never 0. Means
/// count as the one seen within a few units of the last place of the mean magnitude, so that rounding parts no ties.
/// Absent of no differences and where one is not finite.
/// @param seed of the draws; the same seed gives the same bits on every machine
[[nodiscard]] std::optional<SignFlipTest> signFlipTest(std::span<const double> differences, std::uint64_t seed = 0);

} // namespace ligature::statistics
