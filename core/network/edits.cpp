// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/edits.h"

#include <algorithm>
#include <vector>

#include "core/network/declared.h"
#include "core/network/reachability.h"
#include "core/network/unique_name.h"

namespace ligature {

namespace {

template <typename Specs>
bool hasName(const Specs& specs, const std::string& name)
{
    return std::ranges::any_of(specs, [&](const auto& spec) { return spec.name == name; });
}

/// Gives new slots their private parameters, and takes ties and links away that have lost their slot or port.
void reconcile(Network& network, LayerId id)
{
    const auto owner = declared(network, id);
    if (!owner)
        return;
    const std::vector<SlotSpec> slots = owner->type->slots(owner->attributes);
    for (auto tie = network.ties.begin(); tie != network.ties.end();) {
        if (tie->first.layer == id && !hasName(slots, tie->first.slot)) {
            dropPrivateParameter(network, tie->first);
            tie = network.ties.erase(tie);
        } else {
            ++tie;
        }
    }
    for (const SlotSpec& spec : slots) {
        if (!network.ties.contains(Slot{id, spec.name}))
            tiePrivate(network, Slot{id, spec.name}, spec);
    }
    const std::vector<PortSpec> inputs = owner->type->inputs(owner->attributes);
    const std::vector<PortSpec> outputs = owner->type->outputs(owner->attributes);
    std::erase_if(network.links, [&](const auto& link) {
        const auto& [input, output] = link;
        return (input.layer == id && !hasName(inputs, input.port)) ||
               (output.layer == id && !hasName(outputs, output.port));
    });
}

} // namespace

LayerId addLayer(Network& network, std::string_view type, std::string name, Attributes attributes)
{
    if (name.empty())
        name = std::string(type);
    const LayerId id{network.next_id++};
    network.layers[id] = Layer{std::string(type), uniqueLayerName(network, name), std::move(attributes)};
    reconcile(network, id);
    return id;
}

ParameterId addSharedParameter(Network& network, std::string name)
{
    const ParameterId id{network.next_id++};
    network.parameters[id] =
        Parameter{.name = uniqueParameterName(network, name.empty() ? "W" : name), .shape = {}, .shared = true};
    return id;
}

Result<void> canLink(const Network& network, const Port& output, const Port& input)
{
    const auto source = declared(network, output.layer);
    const auto sink = declared(network, input.layer);
    if (!source || !hasName(source->type->outputs(source->attributes), output.port))
        return fail({}, "there is no output \"" + output.port + "\"", "drag from a layer's output");
    const std::string& name = network.layers.at(output.layer).name;
    if (!sink || !hasName(sink->type->inputs(sink->attributes), input.port))
        return fail(name, "there is no input \"" + input.port + "\"", "drag to a layer's input");
    if (reaches(network, input.layer, output.layer))
        return fail(name, "the link would close a circle", "link to a layer that does not feed this one");
    return {};
}

Result<void> link(Network& network, const Port& output, const Port& input)
{
    if (const auto allowed = canLink(network, output, input); !allowed)
        return allowed;
    network.links[input] = output;
    return {};
}

void unlink(Network& network, const Port& input)
{
    network.links.erase(input);
}

Result<void> setAttribute(Network& network, LayerId id, const std::string& name, AttributeValue value)
{
    const auto owner = declared(network, id);
    if (!owner)
        return fail({}, "there is no such layer");
    Layer& layer = network.layers.at(id);
    Attributes changed = layer.attributes;
    changed.set(name, std::move(value));
    if (const auto valid = validate(owner->type->attributes(), changed, layer.name); !valid)
        return valid;
    layer.attributes = std::move(changed);
    reconcile(network, id);
    return {};
}

Result<void> renameLayer(Network& network, LayerId id, std::string name)
{
    if (const auto free = checkLayerName(network, id, name); !free)
        return free;
    network.layers.at(id).name = std::move(name);
    return {};
}

Result<void> renameParameter(Network& network, ParameterId id, std::string name)
{
    if (const auto free = checkParameterName(network, id, name); !free)
        return free;
    network.parameters.at(id).name = std::move(name);
    return {};
}

void remove(Network& network, const std::set<LayerId>& layers, const std::set<ParameterId>& parameters)
{
    for (auto tie = network.ties.begin(); tie != network.ties.end();) {
        if (layers.contains(tie->first.layer)) {
            dropPrivateParameter(network, tie->first);
            tie = network.ties.erase(tie);
        } else {
            ++tie;
        }
    }
    std::erase_if(network.links, [&](const auto& link) {
        return layers.contains(link.first.layer) || layers.contains(link.second.layer);
    });
    std::erase_if(network.layers, [&](const auto& entry) { return layers.contains(entry.first); });
    for (auto& [id, repeat] : network.repeats)
        std::erase_if(repeat.layers, [&](LayerId layer) { return layers.contains(layer); });
    std::erase_if(network.repeats, [](const auto& entry) { return entry.second.layers.empty(); });
    for (const ParameterId parameter : parameters) {
        const auto found = network.parameters.find(parameter);
        if (found == network.parameters.end() || !found->second.shared)
            continue;
        for (const Slot& slot : usesOf(network, parameter))
            untieSlot(network, slot);
        network.parameters.erase(parameter);
    }
}

void removeAndReconnect(Network& network, LayerId id)
{
    const auto owner = declared(network, id);
    if (owner) {
        const std::vector<PortSpec> inputs = owner->type->inputs(owner->attributes);
        const std::vector<PortSpec> outputs = owner->type->outputs(owner->attributes);
        if (!inputs.empty() && !outputs.empty()) {
            const auto fed = network.links.find(Port{id, inputs.front().name});
            if (fed != network.links.end()) {
                const Port source = fed->second;
                for (auto& [input, output] : network.links) {
                    if (output == Port{id, outputs.front().name})
                        output = source;
                }
            }
        }
    }
    remove(network, {id}, {});
}

} // namespace ligature
