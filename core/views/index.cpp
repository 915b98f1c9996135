// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/axis.h"

namespace ligature {

namespace {

/// out[.., ..] = W[.., position, ..]: the axis is gone.
class Index final : public ViewType {
public:
    std::string name() const override { return "index"; }
    std::string title() const override { return "One entry"; }
    std::string help() const override
    {
        return "Reads one place along an axis, which is gone then: a row or a column of a matrix, or one number of a "
               "vector, as W[3] in Python.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {axisSpec("Along which axis."),
                AttributeSpec{.name = "position",
                              .label = "Position",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = -1e12,
                              .maximum = 1e12,
                              .help = "The place that is read, from 0; from the end where it is negative."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        return inner + axisBrackets(attributes, std::to_string(attributes.get<std::int64_t>("position")));
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        const auto place = placeOf(input, attributes);
        if (!place)
            return tl::unexpected(place.error());
        return withoutAxis(input, place->axis);
    }
    Result<Shape> inputShape(const Shape&, const Attributes&) const override
    {
        return fail({}, "how large the parameter is cannot be told from one entry of it", "give the parameter a shape");
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const Place at = *placeOf(input, attributes);
        moveAlong(places, at.axis, withExtent(input, at.axis, 1), input, [&](std::int64_t) { return at.position; });
    }
    std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const override
    {
        const Place at = *placeOf(input.shape, attributes);
        StridedRead read = input;
        read.shape = withoutAxis(input.shape, at.axis);
        read.offset += at.position * input.strides[at.axis];
        read.strides.erase(read.strides.begin() + static_cast<std::ptrdiff_t>(at.axis));
        return read;
    }
    std::optional<Attributes> fitting(const Shape& input, const Shape& output) const override
    {
        for (std::size_t axis = 0; axis < input.rank(); ++axis) {
            if (withoutAxis(input, axis) == output)
                return Attributes{{"axis", static_cast<std::int64_t>(axis)}, {"position", std::int64_t{0}}};
        }
        return std::nullopt;
    }

private:
    struct Place {
        std::size_t axis = 0;
        std::int64_t position = 0;
    };

    static Result<Place> placeOf(const Shape& input, const Attributes& attributes)
    {
        const auto axis = axisOf(attributes, input.rank(), input);
        if (!axis)
            return tl::unexpected(axis.error());
        const auto given = attributes.get<std::int64_t>("position");
        const std::int64_t position = given < 0 ? given + input[*axis] : given;
        if (position < 0 || position >= input[*axis]) {
            return fail({},
                        "there is no place " + std::to_string(given) + " along axis " + std::to_string(*axis) + " of " +
                            input.toString(),
                        "choose a place from 0 to " + std::to_string(input[*axis] - 1));
        }
        return Place{*axis, position};
    }
};

} // namespace

const ViewType& indexViewType()
{
    static const Index type;
    return type;
}

} // namespace ligature
