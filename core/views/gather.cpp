// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/views/axis.h"

namespace ligature {

namespace {

/// Of a longer list the canvas shows so many.
constexpr std::size_t shownPositions = 4;
/// A longer list than this is not offered by itself.
constexpr std::int64_t longestOffer = 4096;

/// out[.., i, ..] = W[.., positions[i], ..]; torch.index_select.
class Gather final : public ViewType {
public:
    std::string name() const override { return "gather"; }
    std::string title() const override { return "Gathered"; }
    std::string help() const override
    {
        return "Reads places of an axis in an order of your own, as torch.index_select; a place that is named several "
               "times is shared by what reads it, and its gradient adds up. With 0, 0, 1, 1 two rows serve four "
               "outputs.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {axisSpec("Along which axis."), AttributeSpec{.name = "positions",
                                                             .label = "Positions",
                                                             .kind = AttributeKind::Shape,
                                                             .default_value = Shape{0},
                                                             .minimum = 0,
                                                             .maximum = 1e9,
                                                             .help = "Which place of the axis each place that is "
                                                                     "read is; the first is 0."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        const Shape& positions = attributes.get<Shape>("positions");
        std::string list = "[";
        for (std::size_t i = 0; i < std::min(positions.rank(), shownPositions); ++i)
            list.append(i == 0 ? "" : ",").append(std::to_string(positions[i]));
        return inner + axisBrackets(attributes, list + (positions.rank() > shownPositions ? ",…]" : "]"));
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        const auto axis = axisOf(attributes, input.rank(), input);
        if (!axis)
            return tl::unexpected(axis.error());
        const Shape& positions = attributes.get<Shape>("positions");
        if (positions.rank() == 0)
            return fail({}, "no position is gathered", "name those that are to be read, such as 0, 1");
        for (const std::int64_t position : positions.extents()) {
            if (position >= input[*axis]) {
                return fail({},
                            "there is no position " + std::to_string(position) + " in axis " + std::to_string(*axis) +
                                " of " + input.toString(),
                            "gather positions from 0 to " + std::to_string(input[*axis] - 1));
            }
        }
        return withExtent(input, *axis, static_cast<std::int64_t>(positions.rank()));
    }
    Result<Shape> inputShape(const Shape&, const Attributes&) const override
    {
        return fail({}, "how large the parameter is cannot be told from what is gathered of it",
                    "give the parameter a shape");
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const Shape& positions = attributes.get<Shape>("positions");
        moveAlong(places, *axisOf(attributes, input.rank(), input), *outputShape(input, attributes), input,
                  [&](std::int64_t i) { return positions[static_cast<std::size_t>(i)]; });
    }
    bool repeats() const override { return true; }
    /// As an image is resized to its nearest neighbours.
    std::optional<Attributes> fitting(const Shape& input, const Shape& output) const override
    {
        const auto axis = onlyDifference(input, output);
        if (!axis || output[*axis] > longestOffer || input[*axis] > largestTensor / longestOffer)
            return std::nullopt;
        std::vector<std::int64_t> positions;
        for (std::int64_t i = 0; i < output[*axis]; ++i)
            positions.push_back(i * input[*axis] / output[*axis]);
        return Attributes{{"axis", static_cast<std::int64_t>(*axis)}, {"positions", Shape(std::move(positions))}};
    }
};

} // namespace

const ViewType& gatherViewType()
{
    static const Gather type;
    return type;
}

} // namespace ligature
