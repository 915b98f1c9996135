// SPDX-License-Identifier: GPL-3.0-or-later
#include <sstream>

#include "core/views/axis.h"

namespace ligature {

namespace {

/// out[.., i, ..] = W[.., start + i step, ..]; Python's slices, but nothing is cut off silently.
class Slice final : public ViewType {
public:
    std::string name() const override { return "slice"; }
    std::string title() const override { return "Slice"; }
    std::string help() const override
    {
        return "Reads a part along one axis, as W[start:stop:step] in Python: rows 2 to 4 of a matrix are start 2, "
               "stop "
               "5. Entries outside get no gradient from this use. Costs no copy where the part lies together and "
               "begins "
               "at a cache line.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {axisSpec("Along which axis."),
                AttributeSpec{.name = "start",
                              .label = "Start",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = -1e12,
                              .maximum = 1e12,
                              .help = "The first place that is read; from the end where it is negative."},
                AttributeSpec{.name = "stop",
                              .label = "Stop",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = -1e12,
                              .maximum = 1e12,
                              .help = "The place after the last; from the end where it is negative; 0 is the end."},
                AttributeSpec{.name = "step",
                              .label = "Step",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 1e12,
                              .help = "How far it is from one place to the next. To read backwards, add a flip."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        const auto start = attributes.get<std::int64_t>("start");
        const auto stop = attributes.get<std::int64_t>("stop");
        const auto step = attributes.get<std::int64_t>("step");
        std::ostringstream range;
        if (start != 0 || stop != 0)
            range << start;
        range << ':';
        if (stop != 0)
            range << stop;
        if (step != 1)
            range << ':' << step;
        return inner + axisBrackets(attributes, range.str());
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        const auto range = rangeOf(input, attributes);
        if (!range)
            return tl::unexpected(range.error());
        return withExtent(input, range->axis, range->count);
    }
    Result<Shape> inputShape(const Shape&, const Attributes&) const override
    {
        return fail({}, "how large the parameter is cannot be told from a slice of it", "give the parameter a shape");
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const Range range = *rangeOf(input, attributes);
        moveAlong(places, range.axis, withExtent(input, range.axis, range.count), input,
                  [&](std::int64_t i) { return range.start + i * range.step; });
    }
    std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const override
    {
        const Range range = *rangeOf(input.shape, attributes);
        StridedRead read = input;
        read.shape = withExtent(input.shape, range.axis, range.count);
        read.offset += range.start * input.strides[range.axis];
        read.strides[range.axis] *= range.step;
        return read;
    }
    std::optional<Attributes> fitting(const Shape& input, const Shape& output) const override
    {
        const auto axis = onlyDifference(input, output);
        if (!axis || input[*axis] <= output[*axis])
            return std::nullopt;
        return Attributes{
            {"axis", static_cast<std::int64_t>(*axis)}, {"start", std::int64_t{0}}, {"stop", output[*axis]}};
    }

private:
    struct Range {
        std::size_t axis = 0;
        std::int64_t start = 0;
        std::int64_t count = 0;
        std::int64_t step = 1;
    };

    static Result<Range> rangeOf(const Shape& input, const Attributes& attributes)
    {
        const auto axis = axisOf(attributes, input.rank(), input);
        if (!axis)
            return tl::unexpected(axis.error());
        const std::int64_t extent = input[*axis];
        const auto given_start = attributes.get<std::int64_t>("start");
        const auto given_stop = attributes.get<std::int64_t>("stop");
        const std::int64_t start = given_start < 0 ? given_start + extent : given_start;
        const std::int64_t stop = given_stop <= 0 ? given_stop + extent : given_stop;
        const std::string where = "axis " + std::to_string(*axis) + " of " + input.toString();
        if (start < 0 || start >= extent) {
            return fail({},
                        "the slice starts at " + std::to_string(given_start) + ", which " + where + " does not have",
                        "start at " + std::to_string(extent - 1) + " or before");
        }
        if (stop > extent) {
            return fail({}, "the slice stops at " + std::to_string(given_stop) + ", behind the end of " + where,
                        "stop at " + std::to_string(extent) + " or before");
        }
        if (stop <= start) {
            return fail({},
                        "the slice from " + std::to_string(given_start) + " to " + std::to_string(given_stop) +
                            " holds nothing of " + where,
                        "stop after " + std::to_string(start));
        }
        const auto step = attributes.get<std::int64_t>("step");
        return Range{*axis, start, (stop - start - 1) / step + 1, step};
    }
};

} // namespace

const ViewType& sliceViewType()
{
    static const Slice type;
    return type;
}

} // namespace ligature
