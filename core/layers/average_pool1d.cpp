// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/window1d.h"

namespace ligature {

namespace {

class AveragePool1dLayer final : public Window1dLayer {
public:
    std::string name() const override { return "average_pool1d"; }
    std::string title() const override { return "Average pooling 1D"; }
    LayerCategory category() const override { return LayerCategory::Pooling; }
    std::string summary() const override { return "The mean of each window of a sequence, as torch.nn.AvgPool1d."; }
    std::string help() const override
    {
        return "Input (C, L), output (C, L') with L' = ⌊(L + 2 padding - kernel) / stride⌋ + 1. Made of a Average "
               "pooling over an image of one row.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        std::vector<AttributeSpec> specs = poolingSizes();
        specs.push_back({.name = "count_include_pad",
                         .label = "Padding counts",
                         .kind = AttributeKind::Boolean,
                         .default_value = true,
                         .help = "Whether the zeros of the padding count when the mean is taken."});
        return specs;
    }

protected:
    Image image(const Attributes& attributes, const Window1d& /*window*/) const override
    {
        return {"pool", "average_pool2d", {{"count_include_pad", attributes.get<bool>("count_include_pad")}}};
    }
};

} // namespace

const LayerType& averagePool1dLayer()
{
    static const AveragePool1dLayer type;
    return type;
}

} // namespace ligature
