// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

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

/// Some of the steps; a single one as the last state of a recurrent operator.
Result<void> sliceSteps(NodeReader& node, const ReadSequence& from, const Range& asked)
{
    if (from.layout != ReadSequence::Layout::Steps || asked.axis != 0)
        return unmapped("it slices along an axis that is not that of the steps");
    const Result<Range> range = inside(asked, from.of.shape[0]);
    if (!range)
        return tl::unexpected(range.error());
    const bool is_one = range->stop - range->start <= range->step;
    Attributes attributes = attributesOf(*range, 1);
    attributes.set("drop_axis", is_one);
    return node.give("slice", std::move(attributes), {from.of}).map([&](LayerId layer) {
        using Layout = ReadSequence::Layout;
        node.give(ReadSequence{node.graph.output(layer), is_one ? Layout::Last : Layout::Steps});
    });
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
    if (const auto* const sequence = std::get_if<ReadSequence>(&node.input(0)))
        return sliceSteps(node, ReadSequence(*sequence), *range);
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

/// How long each part of an axis is.
Result<std::vector<std::int64_t>> partsOf(const NodeReader& node, std::int64_t extent)
{
    const auto count = static_cast<std::int64_t>(node.node.outputs.size());
    std::vector<std::int64_t> sizes;
    if (node.has(1) || node.node.attributes.contains("split")) {
        const auto told = node.list("split", 1);
        if (!told)
            return unmapped("its parts are not known before the model runs");
        sizes = *told;
    } else {
        // All alike, the last one shorter where they do not come out even.
        const std::int64_t each = (extent + count - 1) / count;
        sizes.assign(static_cast<std::size_t>(count), each);
        sizes.back() = extent - each * (count - 1);
    }
    std::int64_t left = extent;
    for (const std::int64_t size : sizes) {
        if (size < 1 || size > left)
            return unmapped("its parts do not fit the axis");
        left -= size;
    }
    if (left != 0 || static_cast<std::int64_t>(sizes.size()) != count)
        return unmapped("its parts do not fit the axis");
    return sizes;
}

Result<void> split(NodeReader& node)
{
    const ReadParameter* const stored = node.parameter(0);
    const std::optional<ReadParameter> parameter = stored == nullptr ? std::nullopt : std::optional(*stored);
    Result<ReadActivation> input;
    Result<std::size_t> axis;
    if (parameter) {
        axis = onnxAxis(node.integer("axis", 0), parameter->shape.rank());
    } else {
        input = node.needActivation(0);
        if (!input)
            return tl::unexpected(input.error());
        axis = onnxSampleAxis(node.integer("axis", 0), *input);
    }
    if (!axis)
        return tl::unexpected(axis.error());
    const auto sizes = partsOf(node, parameter ? parameter->shape[*axis] : input->shape[*axis]);
    if (!sizes)
        return tl::unexpected(sizes.error());
    Range range{.axis = static_cast<std::int64_t>(*axis)};
    for (std::size_t part = 0; part < sizes->size(); ++part) {
        range.start = range.stop;
        range.stop += (*sizes)[part];
        const std::string& name = node.node.outputs[part];
        if (node.graph.readers(name) == 0)
            continue;
        OnnxNode one = node.node;
        one.outputs = {name};
        NodeReader reader(node.graph, one);
        const auto given =
            parameter ? reader.giveView(*parameter, {"slice", attributesOf(range, range.axis)})
                      : reader.give("slice", attributesOf(range, range.axis + 1), {*input}).map([](LayerId) {});
        if (!given)
            return given;
    }
    return {};
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

/// The last states of the layers of a recurrent module; nothing where an input is none.
std::optional<ReadStates> statesOf(const NodeReader& node)
{
    constexpr std::size_t most = 64;
    ReadStates states;
    for (std::size_t i = 0; i < node.node.inputs.size() && i < most; ++i) {
        const auto* const state = std::get_if<ReadSequence>(&node.input(i));
        if (state == nullptr ||
            (state->layout != ReadSequence::Layout::Last && state->layout != ReadSequence::Layout::LastStep))
            return std::nullopt;
        states.of.push_back(*state);
    }
    return node.node.inputs.size() <= most ? std::optional(std::move(states)) : std::nullopt;
}

Result<void> concat(NodeReader& node)
{
    if (node.numbers(0) != nullptr)
        return concatNumbers(node);
    if (auto states = statesOf(node); states && !states->of.empty() && node.integer("axis", 0) == 0) {
        node.give(std::move(*states));
        return {};
    }
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

} // namespace

const OperatorImports& partOperatorImports()
{
    static const OperatorImports family("part", {{"Slice", slice}, {"Split", split}, {"Concat", concat}});
    return family;
}

} // namespace ligature
