// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/axis.h"

namespace ligature {

namespace {

class Transpose final : public ViewType {
public:
    std::string name() const override { return "transpose"; }
    std::string title() const override { return "Transposed"; }
    std::string help() const override
    {
        return "Reads the matrix with its rows and columns exchanged: a parameter of 32 × 64 is read as 64 × 32. Costs "
               "no copy while training.";
    }
    std::string notation(const std::string& inner, const Attributes&) const override { return inner + "ᵀ"; }

    Result<Shape> outputShape(const Shape& input, const Attributes&) const override
    {
        if (input.rank() != 2)
            return fail({}, "only a matrix can be transposed, and this is " + input.toString(), "read it as it is");
        return input.reversed();
    }
    Result<Shape> inputShape(const Shape& output, const Attributes& attributes) const override
    {
        return outputShape(output, attributes);
    }
    void read(LinearRead& places, const Shape& input, const Attributes&) const override
    {
        for (std::int64_t& place : places.index)
            place = place % input[0] * input[1] + place / input[0];
    }
    std::optional<StridedRead> step(const StridedRead& input, const Attributes&) const override
    {
        StridedRead read = input;
        read.shape = input.shape.reversed();
        std::swap(read.strides[0], read.strides[1]);
        return read;
    }
};

} // namespace

const ViewType& transposeViewType()
{
    static const Transpose type;
    return type;
}

} // namespace ligature
