// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/strided_parts.h"

namespace ligature {

namespace {

class Expand final : public CompositeLayer {
public:
    std::string name() const override { return "expand"; }
    std::string title() const override { return "Expand"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Repeats axes of extent 1, as torch.expand."; }
    std::string help() const override
    {
        return "Gives out the shape that is set: axes are compared from the last one on, and one of extent 1, or one "
               "that the input does not have, repeats what is there. So a (D) becomes (T, D), or a (T, 1) a (T, D), to "
               "be added to or multiplied with. Made of a Strided read; the gradient adds up.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "shape",
                              .label = "Shape",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{2, 16},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "The shape of one sample of the output, without the batch axis."}};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const auto& shape = attributes.get<Shape>("shape");
        if (inputs.empty() || !fits(shape, inputs[0]))
            return misfitParts();
        const std::size_t extra = shape.rank() - inputs[0].rank();
        std::vector<std::int64_t> steps(extra, 0);
        const std::vector<std::int64_t> strides = rowMajorStrides(inputs[0]);
        for (std::size_t axis = 0; axis < inputs[0].rank(); ++axis)
            steps.push_back(inputs[0][axis] == 1 ? 0 : strides[axis]);
        return stridedParts(shape.extents(), std::move(steps));
    }

protected:
    Result<void> expectFit(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const auto& shape = attributes.get<Shape>("shape");
        if (fits(shape, inputs[0]))
            return {};
        return fail({}, "an input of " + inputs[0].toString() + " cannot be repeated to " + shape.toString(),
                    "let its axes be of extent 1, or as long, from the last one on");
    }

private:
    static bool fits(const Shape& shape, const Shape& input)
    {
        if (shape.rank() < input.rank())
            return false;
        for (std::size_t axis = 0; axis < input.rank(); ++axis) {
            if (input[axis] != 1 && input[axis] != shape[shape.rank() - input.rank() + axis])
                return false;
        }
        return true;
    }
};

} // namespace

const LayerType& expandLayer()
{
    static const Expand type;
    return type;
}

} // namespace ligature
