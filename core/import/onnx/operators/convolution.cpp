// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/import/onnx/axis_range.h"
#include "core/import/onnx/window_attributes.h"

namespace ligature {

namespace {

/// The kernels' extents behind those of the channels.
std::vector<std::int64_t> kernelOf(const ReadParameter& weight)
{
    const auto& extents = weight.shape.extents();
    return {extents.begin() + std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(extents.size())), extents.end()};
}

Result<void> setKernels(NodeReader& node, LayerId layer, const ReadParameter& weight, const std::string& within)
{
    if (auto set = node.graph.setSlot(layer, within + "weight", weight); !set || !node.has(2))
        return set;
    const Result<ReadParameter> bias = node.needParameter(2);
    return bias ? node.graph.setSlot(layer, within + "bias", *bias) : tl::unexpected(bias.error());
}

Result<void> convolution(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    const Result<ReadParameter> weight = node.needParameter(1);
    if (!input || !weight)
        return tl::unexpected(input ? weight.error() : input.error());
    const Result<ReadWindow> window = windowOf(node, input->shape, kernelOf(*weight));
    if (!window)
        return tl::unexpected(window.error());
    if (weight->shape.rank() != window->axes() + 2)
        return unmapped("its kernels are " + weight->shape.toString() + ", and its input is " +
                        input->shape.toString());
    const auto ready = padded(node, *input, *window, 0);
    if (!ready)
        return tl::unexpected(ready.error());
    const bool is_image = window->axes() == 2;
    Attributes attributes = ready->second.attributes(true);
    attributes.set("groups", node.integer("group", 1));
    attributes.set("bias", node.has(2));
    attributes.set("out_channels", weight->shape[0]);
    const Result<LayerId> layer = node.give(is_image ? "conv2d" : "conv1d", std::move(attributes), {ready->first});
    return layer ? setKernels(node, *layer, *weight, is_image ? "" : "conv.") : tl::unexpected(layer.error());
}

/// What is cut off before and behind, where the output's shape is given or left to the operator.
Result<void> workOutPads(const NodeReader& node, const Shape& input, const std::vector<std::int64_t>& output_padding,
                         ReadWindow& window)
{
    const std::string automatic = node.text("auto_pad", "NOTSET");
    const auto shape = node.integers("output_shape", {});
    if (shape.empty() && !automatic.starts_with("SAME"))
        return {};
    if (!shape.empty() && shape.size() < window.axes())
        return unmapped("its output's shape has too few axes");
    for (std::size_t axis = 0; axis < window.axes(); ++axis) {
        const std::int64_t wanted =
            shape.empty() ? input[axis + 1] * window.stride[axis] : shape[shape.size() - window.axes() + axis];
        const std::int64_t all = window.stride[axis] * (input[axis + 1] - 1) + output_padding[axis] +
                                 window.dilation[axis] * (window.kernel[axis] - 1) + 1 - wanted;
        if (all < 0)
            return unmapped("its output is larger than what its kernels reach");
        window.before[axis] = automatic == "SAME_UPPER" ? all / 2 : all - all / 2;
        window.behind[axis] = all - window.before[axis];
    }
    return {};
}

Result<void> transposedConvolution(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    const Result<ReadParameter> weight = node.needParameter(1);
    if (!input || !weight)
        return tl::unexpected(input ? weight.error() : input.error());
    Result<ReadWindow> window = windowOf(node, input->shape, kernelOf(*weight));
    if (!window)
        return tl::unexpected(window.error());
    if (weight->shape.rank() != window->axes() + 2)
        return unmapped("its kernels are " + weight->shape.toString() + ", and its input is " +
                        input->shape.toString());
    std::vector<std::int64_t> output_padding =
        node.integers("output_padding", std::vector<std::int64_t>(window->axes(), 0));
    if (output_padding.size() != window->axes() ||
        std::ranges::any_of(output_padding, [](std::int64_t places) { return places < 0 || places > (1 << 20); }))
        return unmapped("its output padding has other axes than its input");
    if (const auto done = workOutPads(node, input->shape, output_padding, *window); !done)
        return done;
    const std::int64_t groups = node.integer("group", 1);
    std::int64_t channels = 0;
    if (__builtin_mul_overflow(weight->shape[1], groups, &channels))
        return unmapped("it has so many groups");
    // What is cut off more on one side than on the other is a slice.
    ReadWindow even = *window;
    for (std::size_t axis = 0; axis < even.axes(); ++axis)
        even.before[axis] = std::min(window->before[axis], window->behind[axis]);
    Result<ReadActivation> image = *input;
    if (even.axes() == 1) {
        image = node.graph.shaped(*input, Shape{input->shape[0], 1, input->shape[1]});
        if (!image)
            return tl::unexpected(image.error());
        for (auto [list, first] : {std::pair(&even.kernel, 1), std::pair(&even.stride, 1), std::pair(&even.dilation, 1),
                                   std::pair(&even.before, 0), std::pair(&output_padding, 0)})
            list->insert(list->begin(), first);
    }
    Attributes attributes = even.attributes(true);
    attributes.set("groups", groups);
    attributes.set("bias", node.has(2));
    attributes.set("out_channels", channels);
    attributes.set("output_padding", Shape(output_padding));
    const Result<LayerId> layer =
        node.graph.addLayer("conv_transpose2d", node.graph.layerName(node.node), std::move(attributes), {*image});
    if (!layer)
        return tl::unexpected(layer.error());
    if (const auto set = setKernels(node, *layer, *weight, ""); !set)
        return set;
    ReadActivation read = node.graph.output(*layer);
    if (window->axes() == 1)
        read.extents.erase(read.extents.begin() + 2);
    for (std::size_t axis = 0; axis < window->axes(); ++axis) {
        const std::int64_t least = std::min(window->before[axis], window->behind[axis]);
        const AxisRange kept{window->before[axis] - least, read.extents[axis + 2] - (window->behind[axis] - least), 1};
        if (kept.count() < 1)
            return unmapped("nothing is left of its output");
        Result<ReadActivation> part = partOf(node, read, axis + 2, kept);
        if (!part)
            return tl::unexpected(part.error());
        read = std::move(*part);
    }
    node.give(read);
    return {};
}

} // namespace

const OperatorImports& convolutionOperatorImports()
{
    static const OperatorImports family("convolution",
                                        {{"Conv", convolution}, {"ConvTranspose", transposedConvolution}});
    return family;
}

} // namespace ligature
