// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

std::string cosineSimilarity(const OnnxLayerNodes& layer)
{
    const std::string product = layer.add("Mul", layer.inputs);
    const std::string dot =
        layer.add("ReduceSum", {product, layer.graph.integers({-1})}, {{"keepdims", std::int64_t{0}}});
    const auto length = [&](const std::string& value) {
        const std::string norm =
            layer.add("ReduceL2", {value}, {{"axes", std::vector<std::int64_t>{-1}}, {"keepdims", std::int64_t{0}}});
        return layer.add("Max", {norm, layer.graph.real(layer.real("eps"))});
    };
    const std::string first = length(layer.inputs[0]);
    return layer.give("Div", {dot, layer.add("Mul", {first, length(layer.inputs[1])})});
}

std::string l1Distance(const OnnxLayerNodes& layer)
{
    const std::string difference = layer.add("Sub", layer.inputs);
    if (layer.choice("reduction") == "none")
        return layer.give("Abs", {difference});
    return layer.give("ReduceSum", {layer.add("Abs", {difference}), layer.graph.integers({-1})},
                      {{"keepdims", std::int64_t{0}}});
}

} // namespace

const OnnxLayers& comparisonOnnxLayers()
{
    static const OnnxLayers family("comparison",
                                   {{"cosine_similarity", cosineSimilarity}, {"l1_distance", l1Distance}});
    return family;
}

} // namespace ligature
