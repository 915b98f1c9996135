// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/window1d.h"

namespace ligature {

namespace {

class Conv1dLayer final : public Window1dLayer {
public:
    std::string name() const override { return "conv1d"; }
    std::string title() const override { return "Conv1D"; }
    LayerCategory category() const override { return LayerCategory::Convolution; }
    std::string summary() const override { return "Slides trained kernels along a sequence, as torch.nn.Conv1d."; }
    std::string help() const override
    {
        return "Input (C, L), output (out_channels, L') with L' = ⌊(L + 2 padding - dilation (kernel - 1) - 1) / "
               "stride⌋ + 1. A sequence of steps × features is turned by a Permute before it. Made of a Conv2D over an "
               "image of one row: conv.weight (out_channels, C / groups, 1, kernel), conv.bias (out_channels).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "out_channels",
                              .label = "Output channels",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{16},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How many kernels slide over the sequence.",
                              .is_width = true},
                AttributeSpec{.name = "kernel_size",
                              .label = "Kernel size",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{3},
                              .minimum = 1,
                              .maximum = 4096,
                              .help = "The length of each kernel."},
                AttributeSpec{.name = "stride",
                              .label = "Stride",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 4096,
                              .help = "How far the kernel moves at a time."},
                AttributeSpec{.name = "padding",
                              .label = "Padding",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = 0,
                              .maximum = 4096,
                              .help = "How many zeros are put before and behind the sequence."},
                dilationSpec("How far apart the kernel's elements are."),
                AttributeSpec{.name = "groups",
                              .label = "Groups",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "Into how many parts the channels are split."},
                AttributeSpec{.name = "bias",
                              .label = "Bias",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether a trained constant is added to each output channel."}};
    }

protected:
    Image image(const Attributes& attributes, const Window1d& window) const override
    {
        const auto channels = attributes.get<std::int64_t>("out_channels");
        return {"conv",
                "conv2d",
                {{"out_channels", channels},
                 {"dilation", Shape{1, window.dilation}},
                 {"groups", attributes.get<std::int64_t>("groups")},
                 {"bias", attributes.get<bool>("bias")}},
                channels};
    }
};

} // namespace

const LayerType& conv1dLayer()
{
    static const Conv1dLayer type;
    return type;
}

} // namespace ligature
