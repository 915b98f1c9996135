// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/parameter_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ligature {

Spread spreadOf(std::span<const float> values)
{
    Spread spread;
    float least = std::numeric_limits<float>::infinity();
    float greatest = -least;
    double squares = 0;
    for (const float value : values) {
        squares += static_cast<double>(value) * static_cast<double>(value);
        if (!std::isfinite(value))
            continue;
        ++spread.total;
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }
    spread.norm = std::sqrt(squares);
    spread.not_finite = static_cast<std::int64_t>(values.size()) - spread.total;
    spread.lower = spread.total == 0 ? 0 : static_cast<double>(least);
    spread.upper = spread.total == 0 ? 1 : static_cast<double>(greatest);
    if (spread.lower == spread.upper) {
        spread.lower -= 0.5;
        spread.upper += 0.5;
    }
    if (spread.lower == spread.upper) { // So large that a half is lost.
        spread.lower -= std::abs(spread.lower) / 2;
        spread.upper += std::abs(spread.upper) / 2;
    }
    const double bins_per_unit = static_cast<double>(Spread::binCount) / (spread.upper - spread.lower);
    for (const float value : values) {
        if (!std::isfinite(value))
            continue;
        const auto bin = static_cast<std::size_t>((static_cast<double>(value) - spread.lower) * bins_per_unit);
        ++spread.counts[std::min(bin, Spread::binCount - 1)];
    }
    return spread;
}

Spread scaled(Spread spread, double factor)
{
    spread.lower *= factor;
    spread.upper *= factor;
    spread.norm *= factor;
    return spread;
}

double normOf(std::span<const float> values)
{
    // Several sums side by side, which the processor adds up at once.
    constexpr std::size_t lanes = 8;
    std::array<double, lanes> squares = {};
    std::size_t i = 0;
    for (; i + lanes <= values.size(); i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto value = static_cast<double>(values[i + lane]);
            squares[lane] += value * value;
        }
    }
    double sum = 0;
    for (const double lane : squares)
        sum += lane;
    for (; i < values.size(); ++i)
        sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    return std::sqrt(sum);
}

double GradientNorms::norm() const
{
    double squares = 0;
    for (const ParameterNorm& parameter : parameters)
        squares += parameter.norm * parameter.norm;
    return std::sqrt(squares);
}

ArmParameters armParameters(const Network& drawn, const ArmId& arm, const Network& network)
{
    ArmParameters all{arm, {}};
    const std::map<ParameterId, std::string> names = parameterNames(network);
    const std::map<ParameterId, std::string> drawn_names = parameterNames(drawn);
    for (const auto& [parameter, uses] : usesByParameter(network)) {
        const auto tie = uses.empty() ? drawn.ties.end() : drawn.ties.find(uses.front());
        if (uses.empty() || !names.contains(parameter))
            continue;
        const ParameterId origin = tie == drawn.ties.end() ? parameter : tie->second.parameter;
        const auto origin_name = drawn_names.find(origin);
        all.parameters.push_back({parameter, names.at(parameter), origin,
                                  origin_name == drawn_names.end() ? names.at(parameter) : origin_name->second});
    }
    return all;
}

} // namespace ligature
