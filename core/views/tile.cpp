// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/axis.h"

namespace ligature {

namespace {

/// out[.., i, ..] = W[.., i mod n, ..].
class Tile final : public ViewType {
public:
    std::string name() const override { return "tile"; }
    std::string title() const override { return "Tiled"; }
    std::string help() const override
    {
        return "Reads the parameter several times, one after the other along an axis, as numpy.tile: (a, b) twice is "
               "(a, b, a, b), so a vector of 10 serves where 20 are needed. The gradient adds up over the copies.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {axisSpec("Along which axis."), AttributeSpec{.name = "times",
                                                             .label = "Times",
                                                             .kind = AttributeKind::Integer,
                                                             .default_value = std::int64_t{2},
                                                             .minimum = 1,
                                                             .maximum = 1e9,
                                                             .help = "How many copies are read."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        return inner + axisBrackets(attributes, "×" + std::to_string(attributes.get<std::int64_t>("times")));
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        const auto axis = axisOf(attributes, input.rank(), input);
        if (!axis)
            return tl::unexpected(axis.error());
        std::int64_t extent = 0;
        if (__builtin_mul_overflow(input[*axis], attributes.get<std::int64_t>("times"), &extent))
            return fail({}, "so many copies are larger than any memory", "tile it less often");
        return withExtent(input, *axis, extent);
    }
    Result<Shape> inputShape(const Shape& output, const Attributes& attributes) const override
    {
        const auto axis = axisOf(attributes, output.rank(), output);
        if (!axis)
            return tl::unexpected(axis.error());
        const auto times = attributes.get<std::int64_t>("times");
        if (output[*axis] % times != 0) {
            return fail({},
                        "axis " + std::to_string(*axis) + " of " + output.toString() + " cannot be made of " +
                            std::to_string(times) + " equal copies",
                        "tile as often as " + std::to_string(output[*axis]) + " can be divided by");
        }
        return withExtent(output, *axis, output[*axis] / times);
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const std::size_t axis = *axisOf(attributes, input.rank(), input);
        moveAlong(places, axis, *outputShape(input, attributes), input,
                  [&](std::int64_t i) { return i % input[axis]; });
    }
    bool repeats() const override { return true; }
    std::optional<Attributes> fitting(const Shape& input, const Shape& output) const override
    {
        const auto axis = onlyDifference(input, output);
        if (!axis || output[*axis] % input[*axis] != 0)
            return std::nullopt;
        return Attributes{{"axis", static_cast<std::int64_t>(*axis)}, {"times", output[*axis] / input[*axis]}};
    }
};

} // namespace

const ViewType& tileViewType()
{
    static const Tile type;
    return type;
}

} // namespace ligature
