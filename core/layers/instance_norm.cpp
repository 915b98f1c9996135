// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/group_norm_parts.h"

namespace ligature {

namespace {

class InstanceNormLayer final : public CompositeLayer {
public:
    std::string name() const override { return "instance_norm"; }
    std::string title() const override { return "Instance norm"; }
    LayerCategory category() const override { return LayerCategory::Normalization; }
    std::string summary() const override { return "Normalises each channel of a sample, as torch.nn.InstanceNorm2d."; }
    std::string help() const override
    {
        return "Each channel of an input (C, …) less its mean, divided by its standard deviation (Ulyanov et al. "
               "2016), times weight.values (C, 1, …), plus bias.values. Made as Group norm, each channel being a "
               "group.";
    }
    std::vector<AttributeSpec> attributes() const override { return {normEpsSpec(), normAffineSpec()}; }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        return groupNormParts(attributes, inputs, inputs.empty() || inputs[0].rank() == 0 ? 1 : inputs[0][0]);
    }

protected:
    Result<void> expectFit(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (inputs[0].rank() < 2 || inputs[0].elementCount() == inputs[0][0]) {
            return fail(
                {}, "each channel of an input of " + inputs[0].toString() + " has one value, which has no deviation",
                "normalise several channels together, by a Group norm or a Layer norm");
        }
        return expectChannels(inputs[0], 1);
    }
};

} // namespace

const LayerType& instanceNormLayer()
{
    static const InstanceNormLayer type;
    return type;
}

} // namespace ligature
