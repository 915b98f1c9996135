// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/moments.h"

#include <algorithm>
#include <cmath>

namespace ligature::statistics {

double Moments::mean() const
{
    return std::ldexp(scaled_mean, exponent);
}

double Moments::deviation() const
{
    return std::ldexp(scaled_deviation, exponent);
}

Moments moments(std::span<const double> values)
{
    Moments result;
    result.count = values.size();
    if (values.empty())
        return result;
    const auto [least, largest] = std::ranges::minmax(values);
    const double magnitude = std::max(std::abs(least), std::abs(largest));
    if (magnitude == 0)
        return result;
    std::frexp(magnitude, &result.exponent);
    const auto scaled = [&](double value) { return std::ldexp(value, -result.exponent); };
    if (least == largest) {
        result.scaled_mean = scaled(least);
        return result;
    }

    const auto count = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values)
        sum += scaled(value);
    const double first_mean = sum / count;
    double rest = 0;
    for (const double value : values)
        rest += scaled(value) - first_mean;
    result.scaled_mean = first_mean + rest / count;

    double squares = 0;
    double off = 0;
    for (const double value : values) {
        const double residual = scaled(value) - result.scaled_mean;
        squares += residual * residual;
        off += residual;
    }
    result.scaled_deviation = std::sqrt(std::max(0.0, squares - off * off / count) / (count - 1));
    return result;
}

bool isMeasured(double value)
{
    return std::abs(value) <= largest_measured;
}

} // namespace ligature::statistics
