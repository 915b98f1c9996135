// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/group_norm_parts.h"

namespace ligature {

namespace {

class GroupNormLayer final : public CompositeLayer {
public:
    std::string name() const override { return "group_norm"; }
    std::string title() const override { return "Group norm"; }
    LayerCategory category() const override { return LayerCategory::Normalization; }
    std::string summary() const override
    {
        return "Normalises each group of channels of a sample, as torch.nn.GroupNorm.";
    }
    std::string help() const override
    {
        return "The channels of an input (C, …) are split into groups; each group less its mean, divided by its "
               "standard deviation (Wu and He 2018), times weight.values (C, 1, …), plus bias.values. Made of a Layer "
               "norm over each group, Values and Expand.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "groups",
                              .label = "Groups",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "Into how many groups the channels are split."},
                normEpsSpec(), normAffineSpec()};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        return groupNormParts(attributes, inputs, attributes.get<std::int64_t>("groups"));
    }

protected:
    Result<void> expectFit(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        return expectChannels(inputs[0], attributes.get<std::int64_t>("groups"));
    }
};

} // namespace

const LayerType& groupNormLayer()
{
    static const GroupNormLayer type;
    return type;
}

} // namespace ligature
