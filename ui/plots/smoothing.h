// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ligature {

/// The default and the largest weight that the plots offer, as TensorBoard has them.
inline constexpr double defaultSmoothing = 0.6;
inline constexpr double maximumSmoothing = 0.999;

/// A debiased exponential average with TensorBoard's meaning: s[n] = w s[n-1] + (1 - w) v[n] from s[0] = 0, given out
/// as s[n] / (1 - w^n). Values that are not finite come out as they went in and leave the average alone, and so does a
/// series as long as all its values are equal (so that no rounding shows on it).
class Smoothing {
public:
    /// @param weight in [0, maximumSmoothing]; 0 gives every value back as it is
    explicit Smoothing(double weight = defaultSmoothing) : m_weight(weight) {}

    [[nodiscard]] double weight() const { return m_weight; }
    double next(double value);

private:
    double m_weight;
    double m_average = 0;      ///< s[n], biased towards its start
    double m_weight_power = 1; ///< w^n
    double m_first = 0;
    bool m_empty = true;
    bool m_constant = true;
};

} // namespace ligature
