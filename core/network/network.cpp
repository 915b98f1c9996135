// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network.h"

namespace ligature {

std::vector<Slot> usesOf(const Network& network, ParameterId parameter)
{
    std::vector<Slot> uses;
    for (const auto& [slot, tie] : network.ties) {
        if (tie.parameter == parameter)
            uses.push_back(slot);
    }
    return uses;
}

std::string parameterName(const Network& network, ParameterId parameter)
{
    const auto found = network.parameters.find(parameter);
    if (found == network.parameters.end())
        return {};
    if (found->second.shared)
        return found->second.name;
    const std::vector<Slot> uses = usesOf(network, parameter);
    if (uses.empty())
        return {};
    const auto layer = network.layers.find(uses.front().layer);
    return layer == network.layers.end() ? std::string() : layer->second.name + "." + uses.front().slot;
}

std::optional<LayerId> findLayer(const Network& network, std::string_view name)
{
    for (const auto& [id, layer] : network.layers) {
        if (layer.name == name)
            return id;
    }
    return std::nullopt;
}

std::optional<ParameterId> findSharedParameter(const Network& network, std::string_view name)
{
    for (const auto& [id, parameter] : network.parameters) {
        if (parameter.shared && parameter.name == name)
            return id;
    }
    return std::nullopt;
}

} // namespace ligature
