// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/strided_parts.h"

namespace ligature {

namespace {

class Flip final : public CompositeLayer {
public:
    std::string name() const override { return "flip"; }
    std::string title() const override { return "Flip"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Reads an axis backwards, as torch.flip."; }
    std::string help() const override
    {
        return "The last place of an axis becomes the first: before and behind a recurrent layer it makes that one go "
               "backwards. Made of a Strided read.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "axis",
                              .label = "Axis",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 16,
                              .help = "The axis that is read backwards; 1 is the first after the batch."}};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const auto axis = static_cast<std::size_t>(attributes.get<std::int64_t>("axis") - 1);
        if (inputs.empty() || axis >= inputs[0].rank())
            return misfitParts();
        std::vector<std::int64_t> strides = rowMajorStrides(inputs[0]);
        const std::int64_t last = (inputs[0][axis] - 1) * strides[axis];
        strides[axis] = -strides[axis];
        return stridedParts(inputs[0].extents(), std::move(strides), last);
    }

protected:
    Result<void> expectFit(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const auto axis = attributes.get<std::int64_t>("axis");
        if (static_cast<std::size_t>(axis) <= inputs[0].rank())
            return {};
        return fail({}, "there is no axis " + std::to_string(axis) + " in an input of " + inputs[0].toString(),
                    "choose an axis from 1 to " + std::to_string(inputs[0].rank()));
    }
};

} // namespace

const LayerType& flipLayer()
{
    static const Flip type;
    return type;
}

} // namespace ligature
