// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/window1d.h"

namespace ligature {

namespace {

class MaxPool1dLayer final : public CompositeLayer {
public:
    std::string name() const override { return "max_pool1d"; }
    std::string title() const override { return "Max pooling 1D"; }
    LayerCategory category() const override { return LayerCategory::Pooling; }
    std::string summary() const override
    {
        return "The largest element of each window of a sequence, as torch.nn.MaxPool1d.";
    }
    std::string help() const override
    {
        return "Input (C, L), output (C, L') with L' = ⌊(L + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1. "
               "Made of a Max pooling over an image of one row.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "kernel_size",
                              .label = "Window size",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{2},
                              .minimum = 1,
                              .maximum = 4096,
                              .help = "The length of the window."},
                AttributeSpec{.name = "stride",
                              .label = "Stride",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = 0,
                              .maximum = 4096,
                              .help = "How far the window moves at a time; 0 is its own length."},
                AttributeSpec{.name = "padding",
                              .label = "Padding",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = 0,
                              .maximum = 4096,
                              .help = "How far the window reaches over the ends."},
                AttributeSpec{.name = "dilation",
                              .label = "Dilation",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 4096,
                              .help = "How far apart the window's elements are."}};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const bool fits = !inputs.empty() && inputs[0].rank() == 2;
        const Shape input = fits ? inputs[0] : Shape{1, 1};
        const Window1d window(attributes);
        return {{"rows", "reshape", {{"shape", Shape{input[0], 1, input[1]}}}},
                {"pool",
                 "max_pool2d",
                 {{"kernel_size", Shape{1, window.kernel}},
                  {"stride", Shape{1, window.stride}},
                  {"padding", Shape{0, window.padding}},
                  {"dilation", Shape{1, window.dilation}}},
                 {"rows"}},
                {"sequence", "reshape", {{"shape", Shape{input[0], window.positions(input[1])}}}, {"pool"}}};
    }

protected:
    Result<void> expectFit(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        return expectSequence(inputs[0], Window1d(attributes), title());
    }
};

} // namespace

const LayerType& maxPool1dLayer()
{
    static const MaxPool1dLayer type;
    return type;
}

} // namespace ligature
