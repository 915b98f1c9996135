// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

/// From where to where along one axis, as numpy slices.
struct Range {
    std::int64_t axis = 0;
    std::int64_t start = 0;
    std::int64_t stop = 0;
    std::int64_t step = 1;
};

Result<Range> rangeOf(const NodeReader& node)
{
    const auto starts = node.list("starts", 1);
    const auto ends = node.list("ends", 2);
    if (!starts || !ends || starts->size() != 1 || ends->size() != 1)
        return unmapped("it does not slice along one axis between places that are known");
    const std::vector<std::int64_t> axes = node.list("axes", 3).value_or(std::vector<std::int64_t>{0});
    const std::vector<std::int64_t> steps = node.list("steps", 4).value_or(std::vector<std::int64_t>{1});
    if (axes.size() != 1 || steps.size() != 1 || steps[0] < 1)
        return unmapped("it slices backwards, or along several axes");
    return Range{axes[0], (*starts)[0], (*ends)[0], steps[0]};
}

/// Counted from the front and inside of the axis; an error where nothing is left.
Result<Range> inside(Range range, std::int64_t extent)
{
    const auto placed = [extent](std::int64_t place) {
        return std::clamp<std::int64_t>(place < 0 ? std::max(place, -extent) + extent : place, 0, extent);
    };
    range.start = placed(range.start);
    range.stop = placed(range.stop);
    range.step = std::min(range.step, std::max<std::int64_t>(extent, 1));
    if (range.start >= range.stop)
        return unmapped("nothing is left of its slice");
    return range;
}

Attributes attributesOf(const Range& range, std::int64_t axis)
{
    return {{"axis", axis}, {"start", range.start}, {"stop", range.stop}, {"step", range.step}};
}

Result<void> sliceNumbers(NodeReader& node, const ReadNumbers& from, const Range& asked)
{
    const Result<Range> range = inside(asked, static_cast<std::int64_t>(from.values.size()));
    if (!range || from.shape.rank() != 1)
        return unmapped("it slices numbers of several axes, or nothing is left");
    ReadNumbers part;
    for (std::int64_t place = range->start; place < range->stop; place += range->step)
        part.values.push_back(from.values[static_cast<std::size_t>(place)]);
    part.shape = Shape{static_cast<std::int64_t>(part.values.size())};
    node.give(std::move(part));
    return {};
}

Result<void> slice(NodeReader& node)
{
    const Result<Range> range = rangeOf(node);
    if (!range)
        return tl::unexpected(range.error());
    if (std::holds_alternative<ReadZeros>(node.input(0))) {
        node.give(ReadZeros{});
        return {};
    }
    if (const ReadNumbers* const from = node.numbers(0))
        return sliceNumbers(node, ReadNumbers(*from), *range);
    if (const ReadParameter* const parameter = node.parameter(0)) {
        const Result<std::size_t> axis = onnxAxis(range->axis, parameter->shape.rank());
        if (!axis)
            return tl::unexpected(axis.error());
        return inside(*range, parameter->shape[*axis]).and_then([&](const Range& found) {
            return node.giveView(*parameter, {"slice", attributesOf(found, static_cast<std::int64_t>(*axis))});
        });
    }
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const Result<std::size_t> axis = onnxSampleAxis(range->axis, *input);
    if (!axis)
        return tl::unexpected(axis.error());
    return inside(*range, input->shape[*axis]).and_then([&](const Range& found) {
        return node.give("slice", attributesOf(found, static_cast<std::int64_t>(*axis) + 1), {*input}).map([](LayerId) {
        });
    });
}

Result<void> concatNumbers(NodeReader& node)
{
    ReadNumbers joined;
    for (std::size_t i = 0; i < node.node.inputs.size(); ++i) {
        const ReadNumbers* const part = node.numbers(i);
        if (part == nullptr)
            return unmapped("it joins numbers with what is not known before the model runs");
        if (joined.values.size() + part->values.size() > NodeReader::mostNumbers)
            return unmapped("it joins more numbers than any shape has");
        joined.values.insert(joined.values.end(), part->values.begin(), part->values.end());
    }
    joined.shape = Shape{static_cast<std::int64_t>(joined.values.size())};
    node.give(std::move(joined));
    return {};
}

Result<void> concat(NodeReader& node)
{
    if (node.numbers(0) != nullptr)
        return concatNumbers(node);
    const Result<std::vector<ReadActivation>> inputs = node.needActivations();
    if (!inputs)
        return tl::unexpected(inputs.error());
    if (inputs->empty())
        return unmapped("it has no input");
    if (inputs->size() == 1) {
        node.give(inputs->front());
        return {};
    }
    return onnxSampleAxis(node.integer("axis", 0), inputs->front()).and_then([&](std::size_t axis) {
        const auto count = static_cast<std::int64_t>(inputs->size());
        return node.give("concatenate", {{"inputs", count}, {"axis", static_cast<std::int64_t>(axis) + 1}}, *inputs)
            .map([](LayerId) {});
    });
}

/// The layer that takes the places along an axis together, or all of them.
Result<void> reduce(NodeReader& node, const std::string& type)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const auto axes = node.list("axes", 1);
    if (!axes)
        return unmapped("it takes the batch together");
    std::set<std::size_t> reduced;
    for (const std::int64_t axis : *axes) {
        const Result<std::size_t> found = onnxSampleAxis(axis, *input);
        if (!found)
            return tl::unexpected(found.error());
        reduced.insert(*found);
    }
    const std::size_t rank = input->shape.rank();
    Result<LayerId> layer = unmapped("it takes several axes together");
    if (reduced.size() == rank)
        layer = node.give(type, {{"axis", std::int64_t{0}}}, {*input});
    else if (reduced.size() == 1)
        layer = node.give(type, {{"axis", static_cast<std::int64_t>(*reduced.begin()) + 1}}, {*input});
    else if (type == "mean" && reduced.size() + 1 == rank && !reduced.contains(0))
        layer = node.give("global_average_pool", {}, {*input});
    if (!layer)
        return tl::unexpected(layer.error());
    if (node.integer("keepdims", 1) == 0)
        return {};
    std::vector<std::int64_t> kept = input->shape.extents();
    for (const std::size_t axis : reduced)
        kept[axis] = 1;
    return node.giveReshaped(node.graph.output(*layer), Shape(std::move(kept)));
}

Result<void> reduceMean(NodeReader& node)
{
    return reduce(node, "mean");
}

Result<void> reduceSum(NodeReader& node)
{
    return reduce(node, "sum");
}

} // namespace

const OperatorImports& partOperatorImports()
{
    static const OperatorImports family(
        "part", {{"Slice", slice}, {"Concat", concat}, {"ReduceMean", reduceMean}, {"ReduceSum", reduceSum}});
    return family;
}

} // namespace ligature
