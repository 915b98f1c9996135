// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/arithmetic.h"

namespace ligature {

namespace {

class Slice final : public LayerType {
public:
    std::string name() const override { return "slice"; }
    std::string title() const override { return "Slice"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Takes a part of its input."; }
    std::string help() const override
    {
        return "Every step-th place of an axis from start up to, and without, stop; a negative place counts from the "
               "axis' end, as in Python. Or one place alone, and the axis goes: of (2, 64) it takes one half, (64).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {
            integer("axis", "Axis", 1, 1, 8, "The axis to take from; 1 is the first after the batch."),
            integer("start", "From", 0, -largestPlace, largestPlace, "The first place, from 0; -1 is the last one."),
            integer("stop", "Up to", 0, -largestPlace, largestPlace,
                    "The place before which it ends; 0 takes all to the axis' end."),
            integer("step", "Step", 1, 1, largestPlace, "How far it is from one place to the next."),
            AttributeSpec{.name = "drop_axis",
                          .label = "One place only",
                          .kind = AttributeKind::Boolean,
                          .default_value = false,
                          .help = "Takes the first place alone, and the output goes without the axis."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Result<SliceRange> range = rangeOf(attributes, inputs[0]);
        if (!range)
            return tl::unexpected(range.error());
        const ValueSpec input{inputs[0], true};
        return Inference{.outputs = {sliceOp(*range)->output({&input, 1}).shape}};
    }
    void lower(Lowering& lowering) const override
    {
        const ValueIndex input = lowering.input(0);
        lowering.setOutput(
            lowering.add(sliceOp(rangeOf(lowering.attributes(), lowering.spec(input).shape).value()), {input}));
    }

private:
    static Result<SliceRange> rangeOf(const Attributes& attributes, const Shape& input)
    {
        SliceRange range{.axis = static_cast<std::size_t>(attributes.get<std::int64_t>("axis") - 1),
                         .step = attributes.get<std::int64_t>("step"),
                         .drop_axis = attributes.get<bool>("drop_axis")};
        if (range.axis >= input.rank())
            return fail({},
                        "there is no axis " + std::to_string(range.axis + 1) + " in an input of " + input.toString(),
                        input.rank() == 0 ? "put a Reshape before it"
                                          : "choose an axis from 1 to " + std::to_string(input.rank()));
        const std::int64_t extent = input[range.axis];
        const std::int64_t start = attributes.get<std::int64_t>("start");
        range.start = start < 0 ? start + extent : start;
        if (range.start < 0 || range.start >= extent)
            return fail({},
                        "there is no place " + std::to_string(start) + " on axis " + std::to_string(range.axis + 1) +
                            " of an input of " + input.toString(),
                        "start at a place from 0 to " + std::to_string(extent - 1));
        if (range.drop_axis)
            return SliceRange{.axis = range.axis, .start = range.start, .drop_axis = true};
        const std::int64_t stop = attributes.get<std::int64_t>("stop");
        const std::int64_t end = stop > 0 ? std::min(stop, extent) : stop + extent;
        if (end <= range.start)
            return fail({},
                        "nothing of an input of " + input.toString() + " is from " + std::to_string(start) + " up to " +
                            std::to_string(stop),
                        "end behind the start");
        range.count = (end - range.start - 1) / range.step + 1;
        return range;
    }

    static AttributeSpec integer(std::string name, std::string label, std::int64_t value, double minimum,
                                 double maximum, std::string help)
    {
        return AttributeSpec{.name = std::move(name),
                             .label = std::move(label),
                             .kind = AttributeKind::Integer,
                             .default_value = value,
                             .minimum = minimum,
                             .maximum = maximum,
                             .help = std::move(help)};
    }

    static constexpr double largestPlace = 1e9;
};

} // namespace

const LayerType& sliceLayer()
{
    static const Slice type;
    return type;
}

} // namespace ligature
