// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/studentized_range.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/statistics/distributions.h"

namespace ligature::statistics {

double rangeProbability(double q, std::size_t variables)
{
    if (variables < 2 || std::isnan(q))
        return std::numeric_limits<double>::quiet_NaN();
    if (q <= 0)
        return 0;
    constexpr int steps = 16; // of each unit
    constexpr int end = 10;   // phi is 1e-22 there
    const auto others = static_cast<double>(variables - 1);
    double sum = 0;
    for (int i = -end * steps; i <= end * steps; ++i) {
        const double z = static_cast<double>(i) / steps;
        // By the tails on the side of the smaller ones, which have more digits.
        const double between = z > q / 2 ? normalProbability(q - z) - normalProbability(-z)
                                         : normalProbability(z) - normalProbability(z - q);
        sum += std::exp(-z * z / 2) * std::pow(between, others);
    }
    const double density = std::numbers::inv_sqrtpi / std::numbers::sqrt2 / steps;
    return std::min(1.0, static_cast<double>(variables) * density * sum);
}

double rangeQuantile(double probability, std::size_t variables)
{
    if (!(probability > 0 && probability < 1) || variables < 2)
        return std::numeric_limits<double>::quiet_NaN();
    constexpr double beyond = 64; // Nothing is that wide.
    double low = 0;
    double high = beyond;
    for (;;) {
        const double middle = low + (high - low) / 2;
        if (!(low < middle && middle < high))
            return middle;
        (rangeProbability(middle, variables) < probability ? low : high) = middle;
    }
}

} // namespace ligature::statistics
