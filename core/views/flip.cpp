// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/axis.h"

namespace ligature {

namespace {

/// out[.., i, ..] = W[.., n - 1 - i, ..]; torch.flip.
class Flip final : public ViewType {
public:
    std::string name() const override { return "flip"; }
    std::string title() const override { return "Flipped"; }
    std::string help() const override
    {
        return "Reads one axis from its end to its beginning, as W[::-1] in Python: a kernel's mirror image.";
    }
    std::vector<AttributeSpec> attributes() const override { return {axisSpec("Which axis is read backwards.")}; }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        return inner + axisBrackets(attributes, "::−1");
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        const auto axis = axisOf(attributes, input.rank(), input);
        if (!axis)
            return tl::unexpected(axis.error());
        return input;
    }
    Result<Shape> inputShape(const Shape& output, const Attributes& attributes) const override
    {
        return outputShape(output, attributes);
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const std::size_t axis = *axisOf(attributes, input.rank(), input);
        moveAlong(places, axis, input, input, [&](std::int64_t i) { return input[axis] - 1 - i; });
    }
    std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const override
    {
        const std::size_t axis = *axisOf(attributes, input.shape.rank(), input.shape);
        StridedRead read = input;
        read.offset += (input.shape[axis] - 1) * input.strides[axis];
        read.strides[axis] = -input.strides[axis];
        return read;
    }
};

} // namespace

const ViewType& flipViewType()
{
    static const Flip type;
    return type;
}

} // namespace ligature
