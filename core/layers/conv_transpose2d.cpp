// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/layers/convolution_layer.h"

namespace ligature {

namespace {

class ConvTranspose2d final : public ConvolutionLayer {
public:
    std::string name() const override { return "conv_transpose2d"; }
    std::string title() const override { return "Transposed Conv2D"; }
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
        return {channelsSpec("How many channels the output has."),
                sizeSpec("kernel_size", "Kernel size", 3, 1, "Height and width of each kernel."),
                sizeSpec("stride", "Stride", 1, 1, "How far apart the kernels are laid onto the output."),
                sizeSpec("padding", "Padding", 0, 0, "How much is cut off the output on every side."),
                sizeSpec("output_padding", "Output padding", 0, 0,
                         "Rows and columns that the output has more, below and on the right: which of several images "
                         "that a Conv2D would make this small. Less than the stride or the dilation."),
                sizeSpec("dilation", "Dilation", 1, 1, "How far apart the kernel's elements are in the output."),
                groupsSpec("Into how many parts the channels are split, each with kernels of its own."),
                biasSpec()};
    }

protected:
    std::string weightAxes() const override { return "C, out_channels / groups"; }
    Result<Kernels> kernels(const Attributes& attributes, const Shape& input, const Window& window) const override
    {
        const Result<Size2> size = outputSize(attributes, input, window);
        if (!size)
            return tl::unexpected(size.error());
        const std::int64_t channels =
            attributes.get<std::int64_t>("out_channels") / attributes.get<std::int64_t>("groups");
        return Kernels{.weight = {input[0], channels, window.kernel.height, window.kernel.width},
                       .output = *size,
                       .places = input.elementCount()};
    }
    std::shared_ptr<const Op> op(const Attributes& attributes) const override
    {
        return transposedConvolutionOp(windowOf(attributes).value(), attributes.get<std::int64_t>("groups"),
                                       sizeOf(attributes, "output_padding").value());
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
