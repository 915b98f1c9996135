// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/unique_name.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace ligature {

namespace {

/// At most so many bytes of it, without cutting a character of UTF-8 in two.
std::string shortened(const std::string& text, std::size_t size)
{
    if (text.size() <= size)
        return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
        --size;
    return text.substr(0, size);
}

/// Looked up once for each of the names that are tried: of thousands of layers called alike, thousands are.
using Taken = std::unordered_set<std::string_view>;

std::string unique(const std::string& wish, const Taken& taken)
{
    if (!taken.contains(wish))
        return wish;
    // "dense2" asks for "dense3", not for "dense22".
    const std::string stem = wish.substr(0, wish.find_last_not_of("0123456789") + 1);
    for (int number = 2;; ++number) {
        const std::string digits = std::to_string(number);
        std::string name = shortened(stem, longestName - digits.size()) + digits;
        if (!taken.contains(name))
            return name;
    }
}

} // namespace

Result<void> checkName(const std::string& name)
{
    if (name.empty())
        return fail({}, "the name is empty", "give a name");
    if (name.size() > longestName)
        return fail({}, "the name is longer than " + std::to_string(longestName) + " bytes", "give a shorter one");
    // A '.' parts a layer's name from its slot's in exported files.
    if (std::ranges::any_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '.'; }))
        return fail(name, "the name has a dot or a control character", "leave it out");
    return {};
}

std::string uniqueLayerName(const Network& network, const std::string& wish)
{
    if (!findLayer(network, wish))
        return wish; // As it mostly is: nothing is collected for it.
    Taken taken;
    for (const auto& [id, layer] : network.layers)
        taken.insert(layer.name);
    return unique(wish, taken);
}

std::string uniqueParameterName(const Network& network, const std::string& wish)
{
    if (wish != reservedParameterName && !findSharedParameter(network, wish))
        return wish;
    Taken taken = {reservedParameterName};
    for (const auto& [id, parameter] : network.parameters) {
        if (parameter.shared)
            taken.insert(parameter.name);
    }
    return unique(wish, taken);
}

std::string uniqueRepeatName(const Network& network, const std::string& wish)
{
    Taken taken;
    for (const auto& [id, repeat] : network.repeats)
        taken.insert(repeat.name);
    return unique(wish, taken);
}

Result<void> checkLayerName(const Network& network, LayerId layer, const std::string& name)
{
    if (const auto text = checkName(name); !text)
        return text;
    const auto owner = findLayer(network, name);
    if (owner && *owner != layer)
        return fail(name, "another layer has this name", "choose another one");
    return {};
}

Result<void> checkParameterName(const Network& network, ParameterId parameter, const std::string& name)
{
    if (const auto text = checkName(name); !text)
        return text;
    if (name == reservedParameterName)
        return fail(name, "files of weights keep this name for themselves", "choose another one");
    const auto owner = findSharedParameter(network, name);
    if (owner && *owner != parameter)
        return fail(name, "another shared parameter has this name", "choose another one");
    return {};
}

} // namespace ligature
