// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/layers/image.h"
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class ConvTranspose2d final : public LayerType {
public:
    std::string name() const override { return "conv_transpose2d"; }
    std::string title() const override { return "Transposed Conv2D"; }
    LayerCategory category() const override { return LayerCategory::Convolution; }
    std::string summary() const override
    {
        return "The transpose of a convolution, which makes an image larger, as torch.nn.ConvTranspose2d.";
    }
    std::string help() const override
    {
        return "Every input element lays the kernels, times itself, onto the output: the linear map that is the "
               "transpose of a Conv2D's of the same settings (Zeiler et al. 2010; Dumoulin and Visin 2016). Its weight "
               "has the Conv2D's shape with the roles changed, so that an encoder and its decoder can share one. Input "
               "(C, H, W), weight (C, out_channels / groups, kernel height, kernel width), bias (out_channels), output "
               "(out_channels, H', W') with H' = (H - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + "
               "1.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "out_channels",
                              .label = "Output channels",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{16},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How many channels the output has."},
                sizeSpec("kernel_size", "Kernel size", 3, 1, "Height and width of each kernel."),
                sizeSpec("stride", "Stride", 1, 1, "How far apart the kernels are laid onto the output."),
                sizeSpec("padding", "Padding", 0, 0, "How much is cut off the output on every side."),
                sizeSpec("output_padding", "Output padding", 0, 0,
                         "Rows and columns that the output has more, below and on the right: which of several images "
                         "that a Conv2D would make this small. Less than the stride or the dilation."),
                sizeSpec("dilation", "Dilation", 1, 1, "How far apart the kernel's elements are in the output."),
                AttributeSpec{.name = "groups",
                              .label = "Groups",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "Into how many parts the channels are split, each with kernels of its own."},
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
            {"weight", "The kernels (C, out_channels / groups, kernel height, kernel width).", initializer}};
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
        const Result<Size2> size = outputSize(attributes, input, *window);
        if (!size)
            return tl::unexpected(size.error());
        const Shape weight{input[0], out_channels / groups, window->kernel.height, window->kernel.width};
        const Fans fans = kernelFans(weight);
        Inference inference{.outputs = {Shape{out_channels, size->height, size->width}}, .slots = {{weight, fans}}};
        if (attributes.get<bool>("bias"))
            inference.slots.push_back({Shape{out_channels}, fans});
        inference.flops = Shape{2, input.elementCount(), fans.fan_in}.elementCount();
        return inference;
    }
    void lower(Lowering& lowering) const override
    {
        const Attributes& attributes = lowering.attributes();
        std::vector<ValueIndex> operands = {lowering.input(0), lowering.slot("weight")};
        if (attributes.get<bool>("bias"))
            operands.push_back(lowering.slot("bias"));
        lowering.setOutput(
            lowering.add(transposedConvolutionOp(windowOf(attributes).value(), attributes.get<std::int64_t>("groups"),
                                                 sizeOf(attributes, "output_padding").value()),
                         std::move(operands)));
    }

private:
    static Result<Size2> outputSize(const Attributes& attributes, const Shape& input, const Window& window)
    {
        const Result<Size2> padding = sizeOf(attributes, "output_padding");
        if (!padding)
            return padding;
        const Size2 below{std::max(window.stride.height, window.dilation.height),
                          std::max(window.stride.width, window.dilation.width)};
        if (padding->height >= below.height || padding->width >= below.width)
            return fail({}, "output_padding is " + toString(*padding),
                        "make it less than the stride or the dilation, that is less than " + toString(below));
        const Size2 size = imageOf({input[1], input[2]}, window, *padding);
        if (size.height < 1 || size.width < 1)
            return fail({}, "the padding cuts off the whole output", "make the padding smaller");
        return size;
    }
};

} // namespace

const LayerType& convTranspose2dLayer()
{
    static const ConvTranspose2d type;
    return type;
}

} // namespace ligature
