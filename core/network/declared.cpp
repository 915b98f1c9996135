// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/declared.h"

namespace ligature {

std::optional<DeclaredLayer> declared(const Network& network, LayerId id)
{
    const auto layer = network.layers.find(id);
    if (layer == network.layers.end())
        return std::nullopt;
    const LayerType* const type = findLayerType(layer->second.type);
    if (type == nullptr)
        return std::nullopt;
    return DeclaredLayer{type, withDefaults(type->attributes(), layer->second.attributes)};
}

std::vector<SlotSpec> slotsOf(const Network& network, LayerId id)
{
    const auto layer = declared(network, id);
    return layer ? layer->type->slots(layer->attributes) : std::vector<SlotSpec>();
}

std::optional<SlotSpec> findSlot(const Network& network, const Slot& slot)
{
    for (SlotSpec& spec : slotsOf(network, slot.layer)) {
        if (spec.name == slot.slot)
            return std::move(spec);
    }
    return std::nullopt;
}

void dropPrivateParameter(Network& network, const Slot& slot)
{
    const auto tie = network.ties.find(slot);
    if (tie == network.ties.end())
        return;
    const auto parameter = network.parameters.find(tie->second.parameter);
    if (parameter != network.parameters.end() && !parameter->second.shared)
        network.parameters.erase(parameter);
}

void tiePrivate(Network& network, const Slot& slot, const SlotSpec& spec)
{
    const ParameterId id{network.next_id++};
    network.parameters[id] = Parameter{.name = {},
                                       .shape = {},
                                       .initializer = spec.default_initializer,
                                       .trainable = !spec.state,
                                       .state = spec.state};
    network.ties[slot] = Tie{id};
}

} // namespace ligature
