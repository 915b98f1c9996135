// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/loss_inputs.h"

#include "core/layers/layer_type.h"

namespace ligature {

std::vector<std::optional<Shape>> lossInputs(const Network& network, const Analysis& analysis)
{
    std::vector<std::optional<Shape>> shapes;
    for (const auto& [id, layer] : network.layers) {
        const LayerType* const type = findLayerType(layer.type);
        if (type == nullptr || type->category() != LayerCategory::Loss)
            continue;
        for (const PortSpec& port : type->inputs(withDefaults(type->attributes(), layer.attributes)))
            shapes.push_back(analysis.inputShape(network, {id, port.name}));
    }
    return shapes;
}

} // namespace ligature
