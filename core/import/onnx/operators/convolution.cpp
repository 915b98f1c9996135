// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/window_attributes.h"

namespace ligature {

namespace {

/// A layer with kernels, in the attributes that it shares with the other one.
Result<void> convolve(NodeReader& node, const std::string& type, bool outputs_first)
{
    const Result<ReadActivation> input = node.needActivation(0);
    const Result<ReadParameter> weight = node.needParameter(1);
    if (!input || !weight)
        return tl::unexpected(input ? weight.error() : input.error());
    if (weight->shape.rank() != 4)
        return unmapped("its kernels are " + weight->shape.toString() + ", and not of two axes");
    Result<Attributes> attributes = windowAttributes(node, *input, Shape{weight->shape[2], weight->shape[3]}, true);
    if (!attributes)
        return tl::unexpected(attributes.error());
    const std::int64_t groups = node.integer("group", 1);
    attributes->set("groups", groups);
    attributes->set("bias", node.has(2));
    std::int64_t channels = weight->shape[0];
    if (!outputs_first && __builtin_mul_overflow(weight->shape[1], groups, &channels))
        return unmapped("it has so many groups");
    attributes->set("out_channels", channels);
    if (!outputs_first) {
        if (node.node.attributes.contains("output_shape"))
            return unmapped("its output's shape is given");
        attributes->set("output_padding", Shape(node.integers("output_padding", {0, 0})));
    }
    const Result<LayerId> layer = node.give(type, std::move(*attributes), {*input});
    if (!layer)
        return tl::unexpected(layer.error());
    if (auto set = node.graph.setSlot(*layer, "weight", *weight); !set)
        return set;
    if (!node.has(2))
        return {};
    const Result<ReadParameter> bias = node.needParameter(2);
    return bias ? node.graph.setSlot(*layer, "bias", *bias) : tl::unexpected(bias.error());
}

Result<void> convolution(NodeReader& node)
{
    return convolve(node, "conv2d", true);
}

Result<void> transposedConvolution(NodeReader& node)
{
    return convolve(node, "conv_transpose2d", false);
}

} // namespace

const OperatorImports& convolutionOperatorImports()
{
    static const OperatorImports family("convolution",
                                        {{"Conv", convolution}, {"ConvTranspose", transposedConvolution}});
    return family;
}

} // namespace ligature
