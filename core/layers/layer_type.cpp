// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"

namespace ligature {

std::string toString(LayerCategory category)
{
    switch (category) {
    case LayerCategory::Data: return "Data";
    case LayerCategory::Linear: return "Linear";
    case LayerCategory::Activation: return "Activation";
    case LayerCategory::Elementwise: return "Elementwise";
    case LayerCategory::Shape: return "Shape";
    case LayerCategory::Regularization: return "Regularization";
    case LayerCategory::Loss: return "Loss";
    }
    return {};
}

std::vector<PortSpec> LayerType::inputs(const Attributes&) const
{
    return {{"input", "What the layer is applied to."}};
}

std::vector<PortSpec> LayerType::outputs(const Attributes&) const
{
    return {{"output", "What the layer computes."}};
}

std::vector<SlotSpec> LayerType::slots(const Attributes&) const
{
    return {};
}

} // namespace ligature
