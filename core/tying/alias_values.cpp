// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/alias_values.h"

#include <cmath>

namespace ligature {

namespace {

/// What the tie reads of the storage.
std::vector<double> valuesRead(const View& view, const Shape& shape, const std::vector<float>& storage)
{
    const LinearRead places = read(view, shape);
    std::vector<double> values(places.index.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<double>(storage[static_cast<std::size_t>(places.index[i])]);
        if (!places.coefficient.empty())
            values[i] *= places.coefficient[i];
    }
    return values;
}

} // namespace

bool agreeButForRounding(double a, double b)
{
    constexpr double few_roundings = 1e-6; // Of a float, each 6e-8.
    return a == b || std::abs(a - b) <= few_roundings * std::abs(b) || (std::isnan(a) && std::isnan(b));
}

Result<std::size_t> checkAliases(const Network& network, const SafetensorsFile& file, const std::string& where)
{
    std::size_t aliases = 0;
    for (const auto& [slot, tie] : network.ties) {
        const std::string name = network.layers.at(slot.layer).name + "." + slot.slot;
        const std::string parameter = parameterName(network, tie.parameter);
        const NamedTensor* const alias = name == parameter ? nullptr : findTensor(file, name);
        if (alias == nullptr)
            continue;
        ++aliases;
        const NamedTensor* const storage = findTensor(file, parameter);
        const std::string mend = "remove \"" + name + "\" from the file, or untie the layer";
        if (storage == nullptr || storage->floats() == nullptr || alias->floats() == nullptr)
            return fail(where,
                        "it has values for \"" + name + "\" and none for \"" + parameter + "\", which that reads",
                        "store the values under \"" + parameter + "\"");
        const Result<Shape> shape = outputShape(tie.view, storage->shape);
        if (!shape || *shape != alias->shape)
            return fail(where,
                        "\"" + name + "\" is " + alias->shape.toString() + ", which is not what it reads of \"" +
                            parameter + "\" of " + storage->shape.toString(),
                        mend);
        const std::vector<double> expected = valuesRead(tie.view, storage->shape, *storage->floats());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto found = static_cast<double>((*alias->floats())[i]);
            if (agreeButForRounding(found, expected[i]))
                continue;
            return fail(where,
                        "\"" + name + "\" reads \"" + parameter + "\", and their values differ: number " +
                            std::to_string(i + 1) + " is " + toString(AttributeValue(found)) + " instead of " +
                            toString(AttributeValue(expected[i])),
                        mend);
        }
    }
    return aliases;
}

} // namespace ligature
