// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class GlobalAveragePool final : public LayerType {
public:
    std::string name() const override { return "global_average_pool"; }
    std::string title() const override { return "Global average pooling"; }
    LayerCategory category() const override { return LayerCategory::Pooling; }
    std::string summary() const override { return "The mean of each channel."; }
    std::string help() const override
    {
        return "Each channel becomes one number, its mean over all positions (Lin et al. 2014), so that a Dense layer "
               "can follow whatever the image's size: torch.nn.AdaptiveAvgPool2d(1) and a Flatten. Input (C, H, W), "
               "output (C).";
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        const Shape& input = inputs[0];
        if (input.rank() < 2)
            return fail({},
                        "it takes the mean of channels (channels, height, width), and its input is " + input.toString(),
                        "put it before the Flatten, or a Reshape before it");
        return Inference{.outputs = {Shape{input[0]}}, .flops = input.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(channelMeanOp(), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& globalAveragePoolLayer()
{
    static const GlobalAveragePool type;
    return type;
}

} // namespace ligature
