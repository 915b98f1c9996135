// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

std::string scale(const OnnxLayerNodes& layer)
{
    return layer.give("Mul", {layer.inputs[0], layer.slot("scale")});
}

std::string add(const OnnxLayerNodes& layer)
{
    return layer.give(layer.inputs.size() == 2 ? "Add" : "Sum", layer.inputs);
}

std::string subtract(const OnnxLayerNodes& layer)
{
    return layer.give("Sub", layer.inputs);
}

std::string multiply(const OnnxLayerNodes& layer)
{
    std::string product = layer.inputs[0];
    for (std::size_t i = 1; i + 1 < layer.inputs.size(); ++i)
        product = layer.add("Mul", {product, layer.inputs[i]});
    return layer.give("Mul", {product, layer.inputs.back()});
}

std::string divide(const OnnxLayerNodes& layer)
{
    return layer.give("Div", layer.inputs);
}

std::string maximum(const OnnxLayerNodes& layer)
{
    return layer.give("Max", layer.inputs);
}

std::string minimum(const OnnxLayerNodes& layer)
{
    return layer.give("Min", layer.inputs);
}

} // namespace

const OnnxLayers& elementwiseOnnxLayers()
{
    static const OnnxLayers family("elementwise", {{"scale", scale},
                                                   {"add", add},
                                                   {"subtract", subtract},
                                                   {"multiply", multiply},
                                                   {"divide", divide},
                                                   {"maximum", maximum},
                                                   {"minimum", minimum}});
    return family;
}

} // namespace ligature
