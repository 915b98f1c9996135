// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"

namespace ligature {

std::string toString(LayerCategory category)
{
    switch (category) {
    case LayerCategory::Data: return "Data";
    case LayerCategory::Linear: return "Linear";
    case LayerCategory::Convolution: return "Convolution";
    case LayerCategory::Pooling: return "Pooling";
    case LayerCategory::Normalization: return "Normalization";
    case LayerCategory::Sequence: return "Sequence";
    case LayerCategory::Activation: return "Activation";
    case LayerCategory::Elementwise: return "Elementwise";
    case LayerCategory::Comparison: return "Comparison";
    case LayerCategory::Shape: return "Shape";
    case LayerCategory::Regularization: return "Regularization";
    case LayerCategory::Loss: return "Loss";
    }
    return {};
}

AttributeSpec lossWeightSpec()
{
    return AttributeSpec{.name = "weight",
                         .label = "Weight",
                         .kind = AttributeKind::Real,
                         .default_value = 1.0,
                         .minimum = 0,
                         .maximum = 1e6,
                         .help = "What this loss is multiplied by before all losses of the network are added up."};
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
