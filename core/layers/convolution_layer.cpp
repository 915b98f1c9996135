// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/convolution_layer.h"

#include <cmath>

namespace ligature {

AttributeSpec ConvolutionLayer::channelsSpec(std::string help)
{
    return {.name = "out_channels",
            .label = "Output channels",
            .kind = AttributeKind::Integer,
            .default_value = std::int64_t{16},
            .minimum = 1,
            .maximum = 1e9,
            .help = std::move(help),
            .is_width = true};
}

AttributeSpec ConvolutionLayer::groupsSpec(std::string help)
{
    return {.name = "groups",
            .label = "Groups",
            .kind = AttributeKind::Integer,
            .default_value = std::int64_t{1},
            .minimum = 1,
            .maximum = 1e9,
            .help = std::move(help)};
}

AttributeSpec ConvolutionLayer::biasSpec()
{
    return {.name = "bias",
            .label = "Bias",
            .kind = AttributeKind::Boolean,
            .default_value = true,
            .help = "Whether a trained constant is added to each output channel."};
}

std::vector<SlotSpec> ConvolutionLayer::slots(const Attributes& attributes) const
{
    // PyTorch's start for both: uniform in ±1/sqrt(fan_in).
    const Initializer initializer{"kaiming_uniform", {{"a", std::sqrt(5.0)}}};
    std::vector<SlotSpec> slots = {
        {"weight", "The kernels (" + weightAxes() + ", kernel height, kernel width).", initializer}};
    if (attributes.get<bool>("bias"))
        slots.push_back({"bias", "What is added to each channel (out_channels).", initializer});
    return slots;
}

Result<Inference> ConvolutionLayer::infer(const Attributes& attributes, std::span<const Shape> inputs) const
{
    const Shape& input = inputs[0];
    if (const auto image = expectImage(input, title()); !image)
        return tl::unexpected(image.error());
    const Result<Window> window = windowOf(attributes);
    if (!window)
        return tl::unexpected(window.error());
    const auto out_channels = attributes.get<std::int64_t>("out_channels");
    const auto groups = attributes.get<std::int64_t>("groups");
    if (const auto divisible = expectGroups(groups, {{"input", input[0]}, {"output", out_channels}}); !divisible)
        return tl::unexpected(divisible.error());
    const Result<Kernels> found = kernels(attributes, input, *window);
    if (!found)
        return tl::unexpected(found.error());
    const Fans fans = kernelFans(found->weight);
    Inference inference{.outputs = {Shape{out_channels, found->output.height, found->output.width}},
                        .slots = {{found->weight, fans}}};
    if (attributes.get<bool>("bias"))
        inference.slots.push_back({Shape{out_channels}, fans});
    inference.flops = Shape{2, found->places, fans.fan_in}.elementCount();
    return inference;
}

void ConvolutionLayer::lower(Lowering& lowering) const
{
    std::vector<ValueIndex> operands = {lowering.input(0), lowering.slot("weight")};
    if (lowering.attributes().get<bool>("bias"))
        operands.push_back(lowering.slot("bias"));
    lowering.setOutput(lowering.add(op(lowering.attributes()), std::move(operands)));
}

} // namespace ligature
