// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/node_endpoints.h"

#include "core/layers/layer_type.h"

namespace ligature {

std::vector<Endpoint> endpointsOf(const Network& network, const NodeId& node)
{
    if (const auto* parameter = std::get_if<ParameterId>(&node))
        return {ParameterEnd{*parameter}};
    const auto id = std::get<LayerId>(node);
    const Layer& layer = network.layers.at(id);
    const LayerType* type = findLayerType(layer.type);
    if (type == nullptr)
        return {};
    const Attributes attributes = withDefaults(type->attributes(), layer.attributes);
    std::vector<Endpoint> result;
    for (const PortSpec& port : type->inputs(attributes))
        result.push_back(InputEnd{{id, port.name}});
    for (const PortSpec& port : type->outputs(attributes))
        result.push_back(OutputEnd{{id, port.name}});
    for (const SlotSpec& slot : type->slots(attributes))
        result.push_back(SlotEnd{{id, slot.name}});
    return result;
}

} // namespace ligature
