// SPDX-License-Identifier: GPL-3.0-or-later
#include <numeric>

#include "core/export/onnx/onnx_layer.h"
#include "core/export/onnx/onnx_window.h"

namespace ligature {

namespace {

std::string maxPool2d(const OnnxLayerNodes& layer)
{
    return layer.give("MaxPool", {layer.inputs[0]}, onnxWindow(layer.attributes));
}

std::string averagePool2d(const OnnxLayerNodes& layer)
{
    OnnxAttributes with = onnxWindow(layer.attributes);
    with.erase("dilations"); // They came with a later operator set.
    with["count_include_pad"] = std::int64_t{layer.flag("count_include_pad") ? 1 : 0};
    return layer.give("AveragePool", {layer.inputs[0]}, std::move(with));
}

std::string globalAveragePool(const OnnxLayerNodes& layer)
{
    std::vector<std::int64_t> axes(layer.input_shapes[0].rank() - 1);
    std::iota(axes.begin(), axes.end(), 2);
    return layer.give("ReduceMean", {layer.inputs[0]}, {{"axes", axes}, {"keepdims", std::int64_t{0}}});
}

} // namespace

const OnnxLayers& poolingOnnxLayers()
{
    static const OnnxLayers family(
        "pooling",
        {{"max_pool2d", maxPool2d}, {"average_pool2d", averagePool2d}, {"global_average_pool", globalAveragePool}});
    return family;
}

} // namespace ligature
