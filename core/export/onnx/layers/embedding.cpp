// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

/// The indices come as the floats that all features are.
std::string embedding(const OnnxLayerNodes& layer)
{
    constexpr std::int64_t int64 = 7; // TensorProto.DataType
    const std::string indices = layer.add("Cast", {layer.inputs[0]}, {{"to", int64}});
    return layer.give("Gather", {layer.slot("weight"), indices}, {{"axis", std::int64_t{0}}});
}

/// Vaswani et al. (2017): see positionalEmbeddingOp().
NamedTensor sinusoids(const Shape& shape)
{
    std::vector<float> values;
    for (std::int64_t step = 0; step < shape[0]; ++step) {
        for (std::int64_t column = 0; column < shape[1]; ++column) {
            const double pair = static_cast<double>(column / 2 * 2) / static_cast<double>(shape[1]);
            const double angle = static_cast<double>(step) / std::pow(10000.0, pair);
            values.push_back(static_cast<float>(column % 2 == 0 ? std::sin(angle) : std::cos(angle)));
        }
    }
    return {.name = {}, .shape = shape, .values = std::move(values)};
}

std::string positionalEmbedding(const OnnxLayerNodes& layer)
{
    const std::string positions = layer.has("weight")
                                      ? layer.slot("weight")
                                      : layer.graph.tensor(sinusoids(layer.output_shape), layer.name + "/positions");
    return layer.give("Add", {layer.inputs[0], positions});
}

} // namespace

const OnnxLayers& embeddingOnnxLayers()
{
    static const OnnxLayers family("embedding",
                                   {{"embedding", embedding}, {"positional_embedding", positionalEmbedding}});
    return family;
}

} // namespace ligature
