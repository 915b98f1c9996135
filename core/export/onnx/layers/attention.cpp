// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

/// x Wᵀ + b over the last axis.
std::string project(const OnnxLayerNodes& layer, const std::string& input, const std::string& which, bool gives)
{
    const std::string weight = layer.transposedMatrix(which + "_weight");
    const bool has_bias = layer.has(which + "_bias");
    const std::string product =
        gives && !has_bias ? layer.give("MatMul", {input, weight}) : layer.add("MatMul", {input, weight});
    if (!has_bias)
        return product;
    const std::vector<std::string> operands = {product, layer.slot(which + "_bias")};
    return gives ? layer.give("Add", operands) : layer.add("Add", operands);
}

/// Minus infinity for the steps that a step must not see, else 0.
std::string later(const OnnxLayerNodes& layer, std::int64_t steps)
{
    const NamedTensor never{
        .name = {}, .shape = {1}, .values = std::vector<float>{-std::numeric_limits<float>::infinity()}};
    const std::string all = layer.add("ConstantOfShape", {layer.graph.integers({steps, steps})}, {{"value", never}});
    return layer.add("Trilu", {all, layer.graph.integer(1)}, {{"upper", std::int64_t{1}}});
}

std::string multiHeadAttention(const OnnxLayerNodes& layer)
{
    using Numbers = std::vector<std::int64_t>;
    const std::int64_t steps = layer.input_shapes[0][0];
    const std::int64_t heads = layer.integer("num_heads");
    const std::int64_t width = layer.features() / heads;
    const std::vector<std::string> parts =
        layer.graph.add("Split", {project(layer, layer.inputs[0], "in_proj", false)}, {{"axis", std::int64_t{2}}},
                        {layer.name + "/queries", layer.name + "/keys", layer.name + "/values"});
    const auto split = [&](const std::string& part, Numbers axes) {
        const std::string by_head = layer.add("Reshape", {part, layer.batchOf({steps, heads, width})});
        return layer.add("Transpose", {by_head}, {{"perm", std::move(axes)}});
    };
    const std::string queries = split(parts[0], {0, 2, 1, 3});
    const std::string keys = split(parts[1], {0, 2, 3, 1});
    const std::string values = split(parts[2], {0, 2, 1, 3});
    std::string scores = layer.add(
        "Mul", {layer.add("MatMul", {queries, keys}), layer.graph.real(1.0 / std::sqrt(static_cast<double>(width)))});
    if (layer.flag("causal"))
        scores = layer.add("Add", {scores, later(layer, steps)});
    const std::string shares = layer.add("Softmax", {scores}, {{"axis", std::int64_t{-1}}});
    const std::string heads_first = layer.add("MatMul", {shares, values});
    const std::string steps_first = layer.add("Transpose", {heads_first}, {{"perm", Numbers{0, 2, 1, 3}}});
    const std::string attended = layer.add("Reshape", {steps_first, layer.batchOf(layer.output_shape)});
    return project(layer, attended, "out_proj", true);
}

} // namespace

const OnnxLayers& attentionOnnxLayers()
{
    static const OnnxLayers family("attention", {{"multi_head_attention", multiHeadAttention}});
    return family;
}

} // namespace ligature
