// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/window1d.h"

namespace ligature {

namespace {

class MaxPool1dLayer final : public Window1dLayer {
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
        std::vector<AttributeSpec> specs = poolingSizes();
        specs.push_back(dilationSpec("How far apart the window's elements are."));
        return specs;
    }

protected:
    Image image(const Attributes& /*attributes*/, const Window1d& window) const override
    {
        return {"pool", "max_pool2d", {{"dilation", Shape{1, window.dilation}}}};
    }
};

} // namespace

const LayerType& maxPool1dLayer()
{
    static const MaxPool1dLayer type;
    return type;
}

} // namespace ligature
