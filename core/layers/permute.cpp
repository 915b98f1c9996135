// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/layers/strided_parts.h"

namespace ligature {

namespace {

class Permute final : public CompositeLayer {
public:
    std::string name() const override { return "permute"; }
    std::string title() const override { return "Permute"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Exchanges axes, as torch.permute."; }
    std::string help() const override
    {
        return "The axes in another order: with axes 2, 1 a (T, D) becomes (D, T). Axis 1 is the first after the "
               "batch, which stays where it is. Made of a Strided read.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "axes",
                              .label = "Axes",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{2, 1},
                              .minimum = 1,
                              .maximum = 16,
                              .help = "Which axis of the input each axis of the output is, from 1."}};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        std::vector<std::int64_t> axes = attributes.get<Shape>("axes").extents();
        std::vector<std::int64_t> sorted = axes;
        std::ranges::sort(sorted);
        if (inputs.empty() || sorted.size() != inputs[0].rank())
            return misfitParts();
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (sorted[i] != static_cast<std::int64_t>(i) + 1)
                return misfitParts();
        }
        const std::vector<std::int64_t> strides = rowMajorStrides(inputs[0]);
        std::vector<std::int64_t> shape;
        std::vector<std::int64_t> steps;
        for (const std::int64_t axis : axes) {
            shape.push_back(inputs[0][static_cast<std::size_t>(axis - 1)]);
            steps.push_back(strides[static_cast<std::size_t>(axis - 1)]);
        }
        return stridedParts(std::move(shape), std::move(steps));
    }

protected:
    Result<void> expectFit(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        std::vector<std::int64_t> sorted = attributes.get<Shape>("axes").extents();
        std::ranges::sort(sorted);
        bool fits = sorted.size() == inputs[0].rank();
        for (std::size_t i = 0; fits && i < sorted.size(); ++i)
            fits = sorted[i] == static_cast<std::int64_t>(i) + 1;
        if (fits)
            return {};
        return fail({},
                    "an input of " + inputs[0].toString() + " has other axes than " +
                        attributes.get<Shape>("axes").toString(),
                    "name each axis once, from 1 to " + std::to_string(inputs[0].rank()));
    }
};

} // namespace

const LayerType& permuteLayer()
{
    static const Permute type;
    return type;
}

} // namespace ligature
