// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/view.h"

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
    LinearRead read(const Shape& input, const Attributes&) const override
    {
        LinearRead read;
        read.index.reserve(static_cast<std::size_t>(input.elementCount()));
        for (std::int64_t column = 0; column < input[1]; ++column) {
            for (std::int64_t row = 0; row < input[0]; ++row)
                read.index.push_back(row * input[1] + column);
        }
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
