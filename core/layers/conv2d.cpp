// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/convolution_layer.h"

namespace ligature {

namespace {

class Conv2d final : public ConvolutionLayer {
public:
    std::string name() const override { return "conv2d"; }
    std::string title() const override { return "Conv2D"; }
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
        return {channelsSpec("How many kernels slide over the image."),
                sizeSpec("kernel_size", "Kernel size", 3, 1, "Height and width of each kernel."),
                sizeSpec("stride", "Stride", 1, 1, "How far the kernel moves at a time."),
                sizeSpec("padding", "Padding", 0, 0, "How many zeros are put around the image on every side."),
                sizeSpec("dilation", "Dilation", 1, 1, "How far apart the kernel's elements are in the image."),
                groupsSpec("Into how many parts the channels are split, each with kernels of its own; as many as input "
                           "channels makes it depthwise."),
                biasSpec()};
    }

protected:
    std::string weightAxes() const override { return "out_channels, C / groups"; }
    Result<Kernels> kernels(const Attributes& attributes, const Shape& input, const Window& window) const override
    {
        const Result<Size2> positions = expectFit(input, window);
        if (!positions)
            return tl::unexpected(positions.error());
        const auto out_channels = attributes.get<std::int64_t>("out_channels");
        return Kernels{.weight = {out_channels, input[0] / attributes.get<std::int64_t>("groups"), window.kernel.height,
                                  window.kernel.width},
                       .output = *positions,
                       .places = Shape{out_channels, positions->height, positions->width}.elementCount()};
    }
    std::shared_ptr<const Op> op(const Attributes& attributes) const override
    {
        return convolutionOp(windowOf(attributes).value(), attributes.get<std::int64_t>("groups"));
    }
};

} // namespace

const LayerType& conv2dLayer()
{
    static const Conv2d type;
    return type;
}

} // namespace ligature
