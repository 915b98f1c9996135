// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network.h"

#include <algorithm>

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

std::map<ParameterId, std::vector<Slot>> usesByParameter(const Network& network)
{
    std::map<ParameterId, std::vector<Slot>> uses;
    for (const auto& [slot, tie] : network.ties)
        uses[tie.parameter].push_back(slot);
    return uses;
}

std::string parameterName(const Network& network, ParameterId parameter)
{
    const auto found = network.parameters.find(parameter);
    if (found == network.parameters.end())
        return {};
    if (found->second.shared)
        return found->second.name;
    const auto use =
        std::ranges::find_if(network.ties, [&](const auto& tie) { return tie.second.parameter == parameter; });
    const auto layer = use == network.ties.end() ? network.layers.end() : network.layers.find(use->first.layer);
    return layer == network.layers.end() ? std::string() : layer->second.name + "." + use->first.slot;
}

std::map<ParameterId, std::string> parameterNames(const Network& network)
{
    std::map<ParameterId, std::string> names;
    for (const auto& [id, parameter] : network.parameters)
        names[id] = parameter.shared ? parameter.name : std::string();
    for (const auto& [slot, tie] : network.ties) {
        const auto name = names.find(tie.parameter);
        const auto layer = network.layers.find(slot.layer);
        const bool is_private = name != names.end() && !network.parameters.at(tie.parameter).shared;
        if (is_private && name->second.empty() && layer != network.layers.end())
            name->second = layer->second.name + "." + slot.slot;
    }
    return names;
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
