// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/network/edits.h"
#include "core/network/unique_name.h"

namespace ligature {

Fragment copyFragment(const Network& network, const std::set<LayerId>& layers, const std::set<ParameterId>& parameters)
{
    Fragment fragment;
    Network& part = fragment.network;
    for (const LayerId id : layers) {
        if (const auto layer = network.layers.find(id); layer != network.layers.end())
            part.layers.insert(*layer);
    }
    for (const auto& [input, output] : network.links) {
        if (part.layers.contains(input.layer) && part.layers.contains(output.layer))
            part.links[input] = output;
    }
    for (const auto& [slot, tie] : network.ties) {
        if (!part.layers.contains(slot.layer))
            continue;
        part.ties[slot] = tie;
        part.parameters[tie.parameter] = network.parameters.at(tie.parameter);
    }
    for (const ParameterId id : parameters) {
        if (const auto parameter = network.parameters.find(id);
            parameter != network.parameters.end() && parameter->second.shared)
            part.parameters.insert(*parameter);
    }
    for (const auto& [id, repeat] : network.repeats) {
        if (std::ranges::all_of(repeat.layers, [&](LayerId layer) { return layers.contains(layer); }))
            part.repeats[id] = repeat;
    }
    fragment.chosen_parameters = parameters;
    part.next_id = network.next_id;
    return fragment;
}

bool hasOutsideTies(const Network& network, const Fragment& fragment)
{
    for (const auto& [slot, tie] : fragment.network.ties) {
        if (fragment.network.parameters.at(tie.parameter).shared &&
            !fragment.chosen_parameters.contains(tie.parameter) && isSharedIn(network, fragment, tie.parameter))
            return true;
    }
    return false;
}

bool isSharedIn(const Network& network, const Fragment& fragment, ParameterId parameter)
{
    const auto here = network.parameters.find(parameter);
    // The name tells whether an id of another document happens to be in use here.
    return here != network.parameters.end() && here->second.shared &&
           here->second.name == fragment.network.parameters.at(parameter).name;
}

Pasted paste(Network& network, const Fragment& fragment, PastedTies ties)
{
    Pasted pasted;
    for (const auto& [id, layer] : fragment.network.layers) {
        const LayerId fresh{network.next_id++};
        network.layers[fresh] = Layer{layer.type, uniqueLayerName(network, layer.name), layer.attributes};
        pasted.layers[id] = fresh;
    }
    for (const auto& [input, output] : fragment.network.links) {
        network.links[Port{pasted.layers.at(input.layer), input.port}] =
            Port{pasted.layers.at(output.layer), output.port};
    }
    std::map<ParameterId, int> uses;
    for (const auto& [slot, tie] : fragment.network.ties)
        ++uses[tie.parameter];
    for (const auto& [id, parameter] : fragment.network.parameters) {
        const bool outside = parameter.shared && !fragment.chosen_parameters.contains(id);
        if (outside && ties == PastedTies::Keep && isSharedIn(network, fragment, id)) {
            pasted.parameters[id] = id;
            continue;
        }
        const ParameterId fresh{network.next_id++};
        Parameter copy = parameter;
        copy.shared = parameter.shared && (!outside || uses[id] > 1);
        copy.name = copy.shared ? uniqueParameterName(network, parameter.name) : std::string();
        copy.first_draw.reset(); // It is drawn by its new id: a copy shares nothing with its source.
        network.parameters[fresh] = std::move(copy);
        pasted.parameters[id] = fresh;
    }
    for (const auto& [slot, tie] : fragment.network.ties) {
        Tie copy = tie;
        copy.parameter = pasted.parameters.at(tie.parameter);
        network.ties[Slot{pasted.layers.at(slot.layer), slot.slot}] = std::move(copy);
    }
    for (const auto& [id, repeat] : fragment.network.repeats) {
        Repeat copy = repeat;
        copy.name = uniqueRepeatName(network, repeat.name);
        copy.layers.clear();
        for (const LayerId layer : repeat.layers)
            copy.layers.insert(pasted.layers.at(layer));
        const RepeatId fresh{network.next_id++};
        network.repeats[fresh] = std::move(copy);
        pasted.repeats[id] = fresh;
    }
    return pasted;
}

} // namespace ligature
