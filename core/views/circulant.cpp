// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/view.h"

namespace ligature {

namespace {

/// out[i, j] = c[(i - j) mod n]: the first column is c, and C x is the circular convolution of c and x.
class Circulant final : public ViewType {
public:
    std::string name() const override { return "circulant"; }
    std::string title() const override { return "Circulant"; }
    std::string help() const override
    {
        return "Reads a vector of n as the n × n matrix whose every column is the one before moved on by a place, the "
               "first being the vector: a Dense layer with it is a circular convolution (Cheng et al. 2015).";
    }
    std::string notation(const std::string& inner, const Attributes&) const override { return "circ(" + inner + ")"; }

    Result<Shape> outputShape(const Shape& input, const Attributes&) const override
    {
        if (input.rank() != 1)
            return fail({}, "only a vector can be read as a circulant matrix, and this is " + input.toString(),
                        "give the parameter one axis");
        return Shape{input[0], input[0]};
    }
    Result<Shape> inputShape(const Shape& output, const Attributes&) const override
    {
        if (output.rank() != 2 || output[0] != output[1]) {
            return fail({}, "a circulant matrix is square, and " + output.toString() + " is needed",
                        "make as many outputs as inputs");
        }
        return Shape{output[0]};
    }
    void read(LinearRead& places, const Shape& input, const Attributes&) const override
    {
        const std::int64_t n = input[0];
        for (std::int64_t& place : places.index)
            place = (place / n - place % n + n) % n;
    }
    bool repeats() const override { return true; }
};

} // namespace

const ViewType& circulantViewType()
{
    static const Circulant type;
    return type;
}

} // namespace ligature
