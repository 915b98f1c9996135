// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The distributions that the room's figures come from, as Boost.Math computes them: within some units of the last
/// place. Nothing throws; an argument without a meaning (no degrees of freedom, a probability beyond 0 to 1, NaN) gives
/// NaN.
namespace ligature::statistics {

/// P(Z <= z) of the standard normal distribution.
[[nodiscard]] double normalProbability(double z);
/// The z with P(Z <= z) = probability; infinite at 0 and 1.
[[nodiscard]] double normalQuantile(double probability);

/// The t with P(T <= t) = probability.
[[nodiscard]] double studentQuantile(double probability, double degrees);
/// P(|T| >= |t|).
[[nodiscard]] double studentTwoSided(double t, double degrees);
/// Half the width of a two-sided interval at that level, in standard errors.
[[nodiscard]] double studentHalfWidth(double level, double degrees);

/// P(T <= t) of the noncentral t distribution. Its series grows with |noncentrality|: NaN beyond 60,000.
[[nodiscard]] double noncentralProbability(double t, double degrees, double noncentrality);
/// The largest |t| whose noncentrality() is computed.
inline constexpr double largest_t = 5'000;
/// The noncentrality under which P(T <= t) is that probability; NaN at 0 and 1, and beyond largest_t.
[[nodiscard]] double noncentrality(double probability, double t, double degrees);

/// P(X >= x) of the chi-squared distribution.
[[nodiscard]] double chiSquaredUpper(double x, double degrees);
/// The x with P(X <= x) = probability.
[[nodiscard]] double chiSquaredQuantile(double probability, double degrees);

} // namespace ligature::statistics
