// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/layers/image.h"
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Conv2d final : public LayerType {
public:
    std::string name() const override { return "conv2d"; }
    std::string title() const override { return "Conv2D"; }
    LayerCategory category() const override { return LayerCategory::Convolution; }
    std::string summary() const override { return "Slides trained kernels over an image, as torch.nn.Conv2d."; }
    std::string help() const override
    {
        return "Each output channel is the image's cross-correlation with a kernel of its own (LeCun et al. 1989): one "
               "small weight that is read at every position. Input (C, H, W), weight (out_channels, C / groups, kernel "
               "height, kernel width), bias (out_channels), output (out_channels, H', W') with H' = ⌊(H + 2 padding - "
               "dilation (kernel - 1) - 1) / stride⌋ + 1. The number of input channels follows from what is linked.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "out_channels",
                              .label = "Output channels",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{16},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How many kernels slide over the image."},
                sizeSpec("kernel_size", "Kernel size", 3, 1, "Height and width of each kernel."),
                sizeSpec("stride", "Stride", 1, 1, "How far the kernel moves at a time."),
                sizeSpec("padding", "Padding", 0, 0, "How many zeros are put around the image on every side."),
                sizeSpec("dilation", "Dilation", 1, 1, "How far apart the kernel's elements are in the image."),
                AttributeSpec{.name = "groups",
                              .label = "Groups",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help =
                                  "Into how many parts the channels are split, each with kernels of its own; as many "
                                  "as input channels makes it depthwise."},
                AttributeSpec{.name = "bias",
                              .label = "Bias",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether a trained constant is added to each output channel."}};
    }
    std::vector<SlotSpec> slots(const Attributes& attributes) const override
    {
        // PyTorch's start for both: uniform in ±1/sqrt(fan_in).
        const Initializer initializer{"kaiming_uniform", {{"a", std::sqrt(5.0)}}};
        std::vector<SlotSpec> slots = {
            {"weight", "The kernels (out_channels, C / groups, kernel height, kernel width).", initializer}};
        if (attributes.get<bool>("bias"))
            slots.push_back({"bias", "What is added to each channel (out_channels).", initializer});
        return slots;
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
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
        const Result<Size2> positions = expectFit(input, *window);
        if (!positions)
            return tl::unexpected(positions.error());
        const Shape weight{out_channels, input[0] / groups, window->kernel.height, window->kernel.width};
        const Fans fans = kernelFans(weight);
        Inference inference{.outputs = {Shape{out_channels, positions->height, positions->width}},
                            .slots = {{weight, fans}}};
        if (attributes.get<bool>("bias"))
            inference.slots.push_back({Shape{out_channels}, fans});
        inference.flops = Shape{2, inference.outputs[0].elementCount(), fans.fan_in}.elementCount();
        return inference;
    }
    void lower(Lowering& lowering) const override
    {
        const Attributes& attributes = lowering.attributes();
        std::vector<ValueIndex> operands = {lowering.input(0), lowering.slot("weight")};
        if (attributes.get<bool>("bias"))
            operands.push_back(lowering.slot("bias"));
        lowering.setOutput(lowering.add(
            convolutionOp(windowOf(attributes).value(), attributes.get<std::int64_t>("groups")), std::move(operands)));
    }
};

} // namespace

const LayerType& conv2dLayer()
{
    static const Conv2d type;
    return type;
}

} // namespace ligature
