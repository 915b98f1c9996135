// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/export/onnx/onnx_layer.h"
#include "core/export/onnx/onnx_window.h"

namespace ligature {

namespace {

/// The layer as that operator.
std::string convolve(const OnnxLayerNodes& layer, const std::string& op, OnnxAttributes with)
{
    with["group"] = layer.integer("groups");
    std::vector<std::string> operands = {layer.inputs[0], layer.slot("weight")};
    if (layer.has("bias"))
        operands.push_back(layer.slot("bias"));
    return layer.give(op, std::move(operands), std::move(with));
}

std::string conv2d(const OnnxLayerNodes& layer)
{
    return convolve(layer, "Conv", onnxWindow(layer.attributes));
}

/// ONNX Runtime takes less output padding than the stride, PyTorch less than the dilation too. What is more is what the
/// padding would cut off, and behind that the bias alone.
std::string widened(const OnnxLayerNodes& layer, OnnxAttributes with, Size2 more)
{
    using Numbers = std::vector<std::int64_t>;
    const Size2 cut = windowOf(layer.attributes).value().padding;
    with["pads"] = Numbers{cut.height, cut.width, std::max<std::int64_t>(cut.height - more.height, 0),
                           std::max<std::int64_t>(cut.width - more.width, 0)};
    with["group"] = layer.integer("groups");
    const std::string laid = layer.add("ConvTranspose", {layer.inputs[0], layer.slot("weight")}, std::move(with));
    const std::vector<std::string> padded = {
        laid, layer.graph.integers({0, 0, 0, 0, 0, 0, std::max<std::int64_t>(more.height - cut.height, 0),
                                    std::max<std::int64_t>(more.width - cut.width, 0)})};
    if (!layer.has("bias"))
        return layer.give("Pad", padded);
    const std::string bias = layer.add("Unsqueeze", {layer.slot("bias"), layer.graph.integers({1, 2})});
    return layer.give("Add", {layer.add("Pad", padded), bias});
}

std::string convTranspose2d(const OnnxLayerNodes& layer)
{
    OnnxAttributes with = onnxWindow(layer.attributes);
    const Size2 stride = windowOf(layer.attributes).value().stride;
    const Size2 more = sizeOf(layer.attributes, "output_padding").value();
    if (more.height >= stride.height || more.width >= stride.width)
        return widened(layer, std::move(with), more);
    with["output_padding"] = std::vector<std::int64_t>{more.height, more.width};
    return convolve(layer, "ConvTranspose", std::move(with));
}

} // namespace

const OnnxLayers& convolutionOnnxLayers()
{
    static const OnnxLayers family("convolution", {{"conv2d", conv2d}, {"conv_transpose2d", convTranspose2d}});
    return family;
}

} // namespace ligature
