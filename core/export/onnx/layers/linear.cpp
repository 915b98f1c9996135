// SPDX-License-Identifier: GPL-3.0-or-later
#include <numeric>

#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

/// A Gemm for rows, which transposes by itself; a product with the transpose for what has more axes.
std::string dense(const OnnxLayerNodes& layer)
{
    if (layer.input_shapes[0].rank() == 1) {
        const OnnxReads::Matrix weight = layer.matrix("weight");
        std::vector<std::string> operands = {layer.inputs[0], weight.value};
        if (layer.has("bias"))
            operands.push_back(layer.slot("bias"));
        return layer.give("Gemm", std::move(operands), {{"transB", std::int64_t{weight.transposed ? 0 : 1}}});
    }
    const std::string weight = layer.transposedMatrix("weight");
    if (!layer.has("bias"))
        return layer.give("MatMul", {layer.inputs[0], weight});
    return layer.give("Add", {layer.add("MatMul", {layer.inputs[0], weight}), layer.slot("bias")});
}

std::string matrixProduct(const OnnxLayerNodes& layer)
{
    const auto operand = [&](std::size_t place, const std::string& flag) {
        if (!layer.flag(flag))
            return layer.inputs[place];
        std::vector<std::int64_t> axes(layer.input_shapes[place].rank() + 1);
        std::iota(axes.begin(), axes.end(), 0);
        std::swap(axes[axes.size() - 2], axes[axes.size() - 1]);
        return layer.add("Transpose", {layer.inputs[place]}, {{"perm", axes}});
    };
    const std::string a = operand(0, "transpose_a");
    return layer.give("MatMul", {a, operand(1, "transpose_b")});
}

} // namespace

const OnnxLayers& linearOnnxLayers()
{
    static const OnnxLayers family("linear", {{"dense", dense}, {"matrix_product", matrixProduct}});
    return family;
}

} // namespace ligature
