// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace ligature::statistics {

/// A number of seeds, or why there is none.
struct SeedCount {
    enum class Kind {
        Enough,   ///< count of them are
        MoreThan, ///< it takes more than count
        Never,    ///< no number is enough
    };
    Kind kind = Kind::Never;
    std::size_t count = 0;

    bool operator==(const SeedCount&) const = default;
};

/// No plan goes beyond so many seeds.
inline constexpr std::size_t most_seeds = 10'000;

/// The chance that a two-sided t test of paired differences finds an effect of that size: exact, from the noncentral t.
/// NaN for fewer than two seeds, for what is not finite, and for a significance that is not between 0 and 1.
[[nodiscard]] double power(double effect, std::size_t seeds, double significance = 0.05);

/// The least number of seeds with that power for a standardised difference (d_z). Never: for an effect of 0 or none,
/// and where power or significance are not between 0 and 1.
[[nodiscard]] SeedCount seedsForPower(double effect, double wanted_power = 0.8, double significance = 0.05);

/// What an undecided verdict lacks: the least number of seeds, from `least` on, at which the interval
/// mean +- t(n - 1) * deviation / sqrt(n), with mean and deviation as they are now, lies on one side of each end of the
/// margin: all beyond it, all beyond its other end, or all within. Never: where the mean stands at the margin's end, to
/// which the interval then shrinks from both sides. A plan, no promise: mean and deviation move as seeds come.
/// @param margin absolute, not negative
/// @param least a number under which nothing is decided anyway
/// @param overlap PairingSettings::overlap, with which the interval does not shrink to nothing: never where its limit
/// is too wide
[[nodiscard]] SeedCount seedsThatDecide(double mean, double deviation, double margin, double level, std::size_t least,
                                        double overlap = 0);

} // namespace ligature::statistics
