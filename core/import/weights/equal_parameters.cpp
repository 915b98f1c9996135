// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/weights/equal_parameters.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>

#include "core/tensor/equal_values.h"

namespace ligature {

namespace {

using Axes = std::vector<std::size_t>;

/// Of tensors that are one with its axes exchanged: their extents and their values, each in order.
using Likeness = std::pair<std::vector<std::int64_t>, std::vector<float>>;

constexpr std::int64_t mostCompared = std::int64_t{1} << 20;

Likeness likenessOf(const ParameterValues& parameter)
{
    Likeness likeness{parameter.shape.extents(), parameter.values};
    std::ranges::sort(likeness.first);
    std::ranges::sort(likeness.second);
    return likeness;
}

/// Whether the second is the first read with its axes in that order.
bool isPermuted(const ParameterValues& first, const ParameterValues& second, const Axes& axes)
{
    std::vector<std::int64_t> strides(axes.size(), 1);
    for (std::size_t axis = axes.size(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * first.shape[axis];
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        if (second.shape[axis] != first.shape[axes[axis]])
            return false;
    }
    for (std::size_t i = 0; i < second.values.size(); ++i) {
        auto rest = static_cast<std::int64_t>(i);
        std::int64_t from = 0;
        for (std::size_t axis = axes.size(); axis-- > 0;) {
            from += rest % second.shape[axis] * strides[axes[axis]];
            rest /= second.shape[axis];
        }
        if (std::memcmp(&first.values[static_cast<std::size_t>(from)], &second.values[i], sizeof(float)) != 0)
            return false;
    }
    return true;
}

/// The order of axes in which the second reads the first; empty where there is none.
Axes exchangedAxes(const ParameterValues& first, const ParameterValues& second)
{
    Axes axes(first.shape.rank());
    std::iota(axes.begin(), axes.end(), 0);
    while (std::ranges::next_permutation(axes).found) {
        if (isPermuted(first, second, axes))
            return axes;
    }
    return {};
}

} // namespace

std::vector<EqualParameters> equalParameters(const Network& network, const Weights& weights)
{
    std::vector<EqualParameters> pairs;
    std::vector<std::string> names; // By EqualValues' numbers.
    EqualValues before;
    std::multimap<Likeness, const ParameterValues*> larger; // Of three axes or four.
    for (const ParameterValues& parameter : weights.parameters) {
        if (network.parameters.at(parameter.parameter).state)
            continue;
        names.push_back(parameter.name);
        if (const auto match = before.add(parameter.shape, parameter.values)) {
            pairs.push_back({names[match->number], parameter.name, match->transposed, {}});
            continue;
        }
        const std::size_t rank = parameter.shape.rank();
        const auto isFirst = [&](float value) { return value == parameter.values.front(); };
        const auto isNumber = [](float value) { return std::isfinite(value); };
        if (rank < 3 || rank > 4 || parameter.shape.elementCount() > mostCompared ||
            std::ranges::all_of(parameter.values, isFirst) || !std::ranges::all_of(parameter.values, isNumber))
            continue;
        Likeness likeness = likenessOf(parameter);
        const auto [begin, end] = larger.equal_range(likeness);
        Axes axes;
        const auto found = std::find_if(begin, end, [&](const auto& entry) {
            axes = exchangedAxes(*entry.second, parameter);
            return !axes.empty();
        });
        if (found != end)
            pairs.push_back({found->second->name, parameter.name, false, std::move(axes)});
        else
            larger.emplace(std::move(likeness), &parameter);
    }
    return pairs;
}

std::string toString(const EqualParameters& pair)
{
    std::string how = pair.transposed ? ", one read transposed," : "";
    for (std::size_t i = 0; i < pair.axes.size(); ++i)
        how.append(i == 0 ? ", the second being the first read with its axes in the order " : ", ")
            .append(std::to_string(pair.axes[i]));
    if (!pair.axes.empty())
        how += " (a tie through Axes permuted),";
    return "\"" + pair.first + "\" and \"" + pair.second + "\" are equal" + how + " and could be tied.";
}

} // namespace ligature
