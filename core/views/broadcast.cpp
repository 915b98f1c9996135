// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/axis.h"

namespace ligature {

namespace {

/// out[.., i, ..] = W[.., ..] (a new axis) or W[.., 0, ..] (one of extent 1), for every i below the extent.
class Broadcast final : public ViewType {
public:
    std::string name() const override { return "broadcast"; }
    std::string title() const override { return "Broadcast"; }
    std::string help() const override
    {
        return "Reads the same entries again and again along an axis, a new one or one of extent 1, as torch.expand: a "
               "vector of 10 as each of 20 rows. The axis is named, so nothing is recycled by accident. The gradient "
               "adds up over the axis.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {axisSpec("Which axis of what is read repeats."),
                AttributeSpec{.name = "extent",
                              .label = "Extent",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{2},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How often the entries are read."},
                AttributeSpec{.name = "new_axis",
                              .label = "New axis",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether the axis is put in; otherwise it is there, with extent 1."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        const std::string extent = std::to_string(attributes.get<std::int64_t>("extent"));
        return inner + axisBrackets(attributes, (attributes.get<bool>("new_axis") ? "*" : "1→") + extent);
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        const bool new_axis = attributes.get<bool>("new_axis");
        const auto axis = axisOf(attributes, input.rank() + (new_axis ? 1 : 0), input);
        if (!axis)
            return tl::unexpected(axis.error());
        const auto extent = attributes.get<std::int64_t>("extent");
        if (new_axis)
            return withAxis(input, *axis, extent);
        if (input[*axis] != 1) {
            return fail({},
                        "axis " + std::to_string(*axis) + " of " + input.toString() +
                            " is not of extent 1, and cannot be broadcast",
                        "let the broadcast put in a new axis, or tile it");
        }
        return withExtent(input, *axis, extent);
    }
    Result<Shape> inputShape(const Shape& output, const Attributes& attributes) const override
    {
        const auto axis = axisOf(attributes, output.rank(), output);
        if (!axis)
            return tl::unexpected(axis.error());
        const auto extent = attributes.get<std::int64_t>("extent");
        if (output[*axis] != extent) {
            return fail({},
                        "the broadcast gives " + std::to_string(extent) + " along axis " + std::to_string(*axis) +
                            ", and " + output.toString() + " is needed",
                        "set its extent to " + std::to_string(output[*axis]));
        }
        return attributes.get<bool>("new_axis") ? withoutAxis(output, *axis) : withExtent(output, *axis, 1);
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const Shape output = *outputShape(input, attributes);
        const std::size_t axis = *axisOf(attributes, output.rank(), output);
        moveAlong(places, axis, output, withExtent(output, axis, 1), [](std::int64_t) { return std::int64_t{0}; });
    }
    std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const override
    {
        StridedRead read = input;
        read.shape = *outputShape(input.shape, attributes);
        const std::size_t axis = *axisOf(attributes, read.shape.rank(), read.shape);
        if (attributes.get<bool>("new_axis"))
            read.strides.insert(read.strides.begin() + static_cast<std::ptrdiff_t>(axis), 0);
        else
            read.strides[axis] = 0;
        return read;
    }
    bool repeats() const override { return true; }
    std::optional<Attributes> fitting(const Shape& input, const Shape& output) const override
    {
        if (const auto axis = onlyDifference(input, output); axis && input[*axis] == 1) {
            return Attributes{
                {"axis", static_cast<std::int64_t>(*axis)}, {"extent", output[*axis]}, {"new_axis", false}};
        }
        for (std::size_t axis = 0; axis < output.rank(); ++axis) {
            if (withoutAxis(output, axis) == input)
                return Attributes{{"axis", static_cast<std::int64_t>(axis)}, {"extent", output[axis]}};
        }
        return std::nullopt;
    }
};

} // namespace

const ViewType& broadcastViewType()
{
    static const Broadcast type;
    return type;
}

} // namespace ligature
