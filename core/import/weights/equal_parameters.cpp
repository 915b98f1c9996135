// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/weights/equal_parameters.h"

#include <algorithm>
#include <bit>
#include <map>
#include <span>

namespace ligature {

namespace {

bool sameBits(float a, float b)
{
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

} // namespace

std::vector<EqualParameters> equalParameters(const Network& network, const Weights& weights)
{
    std::vector<EqualParameters> pairs;
    std::map<std::vector<std::int64_t>, std::vector<const ParameterValues*>> alike;
    for (const ParameterValues& parameter : weights.parameters) {
        const auto differs = [&](float value) { return !sameBits(value, parameter.values.front()); };
        if (network.parameters.at(parameter.parameter).state || std::ranges::none_of(parameter.values, differs))
            continue;
        const auto partner = [&](const Shape& shape, std::span<const float> values) -> const ParameterValues* {
            const std::vector<const ParameterValues*>& before = alike[shape.extents()];
            const auto found = std::ranges::find_if(before, [&](const ParameterValues* other) {
                return std::ranges::equal(other->values, values, sameBits);
            });
            return found == before.end() ? nullptr : *found;
        };
        const ParameterValues* other = partner(parameter.shape, parameter.values);
        const bool is_plain = other != nullptr;
        if (!is_plain && parameter.shape.rank() == 2 && alike.contains(parameter.shape.reversed().extents())) {
            std::vector<float> transposed;
            for (const std::int64_t place : read(transposeView(), parameter.shape).index)
                transposed.push_back(parameter.values[static_cast<std::size_t>(place)]);
            other = partner(parameter.shape.reversed(), transposed);
        }
        if (other != nullptr)
            pairs.push_back({other->name, parameter.name, !is_plain});
        else
            alike[parameter.shape.extents()].push_back(&parameter);
    }
    return pairs;
}

std::string toString(const EqualParameters& pair)
{
    return "\"" + pair.first + "\" and \"" + pair.second + "\" are equal" +
           (pair.transposed ? ", one read transposed," : "") + " and could be tied.";
}

} // namespace ligature
