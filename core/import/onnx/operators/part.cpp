// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/import/onnx/axis_range.h"
#include "core/import/onnx/operand_pair.h"

namespace ligature {

namespace {

/// What is asked for along each axis that is named.
Result<std::vector<std::pair<std::size_t, AxisRange>>> rangesOf(const NodeReader& node, std::size_t rank)
{
    const auto starts = node.list("starts", 1);
    const auto ends = node.list("ends", 2);
    if (!starts || !ends || starts->size() != ends->size())
        return unmapped("it does not slice between places that are known before the model runs");
    std::vector<std::int64_t> first(starts->size());
    std::iota(first.begin(), first.end(), 0);
    const std::vector<std::int64_t> axes = node.list("axes", 3).value_or(first);
    const std::vector<std::int64_t> steps =
        node.list("steps", 4).value_or(std::vector<std::int64_t>(starts->size(), 1));
    if (axes.size() != starts->size() || steps.size() != starts->size())
        return unmapped("it does not say from where to where it slices each axis");
    std::vector<std::pair<std::size_t, AxisRange>> ranges;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const Result<std::size_t> axis = onnxAxis(axes[i], rank);
        if (!axis)
            return tl::unexpected(axis.error());
        ranges.emplace_back(*axis, AxisRange{(*starts)[i], (*ends)[i], steps[i]});
    }
    return ranges;
}

Result<void> sliceStored(NodeReader& node, ReadParameter parameter)
{
    const auto ranges = rangesOf(node, parameter.shape.rank());
    if (!ranges)
        return tl::unexpected(ranges.error());
    for (const auto& [axis, asked] : *ranges) {
        const Result<AxisRange> range = inside(asked, parameter.shape[axis]);
        if (!range)
            return tl::unexpected(range.error());
        if (range->step < 0)
            return unmapped("it slices a stored tensor backwards");
        const auto at = static_cast<std::int64_t>(axis);
        if (auto done = node.giveView(
                parameter,
                {"slice", {{"axis", at}, {"start", range->start}, {"stop", range->stop}, {"step", range->step}}});
            !done)
            return done;
        parameter = std::get<ReadParameter>(node.graph.value(node.node.outputs.front()));
    }
    node.give(parameter);
    return {};
}

Result<void> slice(NodeReader& node)
{
    if (const ReadParameter* const parameter = node.parameter(0))
        return sliceStored(node, *parameter);
    if (const ReadFilled* const all = node.filled(0)) {
        ReadFilled part = *all;
        const auto ranges = rangesOf(node, part.axes.rank());
        if (!ranges)
            return tl::unexpected(ranges.error());
        for (const auto& [axis, asked] : *ranges) {
            const Result<AxisRange> range = inside(asked, part.axes.extents[axis]);
            if (!range || axis == part.axes.batch)
                return unmapped("it slices the batch, or nothing is left of its slice");
            part.axes.extents[axis] = range->count();
        }
        part.axes.shape = part.axes.sample();
        node.give(part);
        return {};
    }
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const auto ranges = rangesOf(node, input->rank());
    if (!ranges)
        return tl::unexpected(ranges.error());
    ReadActivation part = *input;
    for (const auto& [axis, asked] : *ranges) {
        if (axis == part.batch && asked.start == 0 && asked.step == 1 && asked.stop >= std::int64_t{1} << 31)
            continue; // All samples.
        if (axis == part.batch)
            return unmapped("it works along the batch's axis");
        const Result<AxisRange> range = inside(asked, part.extents[axis]);
        if (!range)
            return tl::unexpected(range.error());
        Result<ReadActivation> next = partOf(node, part, axis, *range);
        if (!next)
            return tl::unexpected(next.error());
        part = std::move(*next);
    }
    node.give(part);
    return {};
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
    if (!parameter) {
        input = node.needAnyActivation(0);
        if (!input)
            return tl::unexpected(input.error());
    }
    const Result<std::size_t> axis =
        onnxAxis(node.integer("axis", 0), parameter ? parameter->shape.rank() : input->rank());
    if (!axis)
        return tl::unexpected(axis.error());
    if (!parameter && *axis == input->batch)
        return unmapped("it works along the batch's axis");
    const auto sizes = partsOf(node, parameter ? parameter->shape[*axis] : input->extents[*axis]);
    if (!sizes)
        return tl::unexpected(sizes.error());
    AxisRange range;
    for (std::size_t part = 0; part < sizes->size(); ++part) {
        range.start = range.stop;
        range.stop += (*sizes)[part];
        const std::string& name = node.node.outputs[part];
        if (node.graph.readers(name) == 0)
            continue;
        OnnxNode one = node.node;
        one.outputs = {name};
        NodeReader reader(node.graph, one);
        const auto along = static_cast<std::int64_t>(*axis);
        const auto given =
            parameter
                ? reader.giveView(
                      *parameter,
                      {"slice",
                       {{"axis", along}, {"start", range.start}, {"stop", range.stop}, {"step", std::int64_t{1}}}})
                : partOf(reader, *input, *axis, range).map([&](const ReadActivation& taken) { reader.give(taken); });
        if (!given)
            return given;
    }
    return {};
}

/// A stored tensor beside activations: a parameter that is the same for every sample.
Result<ReadActivation> valuesBeside(NodeReader& node, const ReadParameter& stored, const ReadActivation& other,
                                    std::size_t axis)
{
    if (stored.shape.rank() != other.rank())
        return unmapped("it joins a stored tensor of other axes");
    ReadActivation axes = other;
    axes.extents[axis] = stored.shape[axis];
    ReadParameter own = stored;
    if (axes.batch) {
        const std::int64_t samples = stored.shape[*axes.batch];
        if (!axes.isBatchAlone() || (samples != 1 && samples != node.graph.fixedBatch()))
            return unmapped("it joins a stored tensor that has values for each sample");
        if (samples != 1)
            own.view.push_back({"slice",
                                {{"axis", static_cast<std::int64_t>(*axes.batch)},
                                 {"start", std::int64_t{0}},
                                 {"stop", std::int64_t{1}},
                                 {"step", std::int64_t{1}}}});
    }
    own.shape = axes.sample();
    own.view.push_back({"reshape", {{"shape", own.shape}}});
    return node.graph.addValues(own, own.shape, node.graph.layerName(node.node)).map([&](const ReadActivation& given) {
        return axes.with(given);
    });
}

Result<void> concat(NodeReader& node)
{
    const std::size_t count = node.node.inputs.size();
    if (count == 0)
        return unmapped("it has no input");
    const ReadActivation* first = nullptr;
    bool are_filled = true;
    for (std::size_t place = 0; place < count; ++place) {
        if (node.numbers(place) != nullptr && node.numbers(place)->kind != ReadNumbers::Kind::Real)
            return unmapped("it joins numbers with what is not known before the model runs");
        if (first == nullptr)
            first = node.activation(place);
        are_filled = are_filled && node.filled(place) != nullptr && node.filled(place)->value == node.filled(0)->value;
    }
    if (count == 1) {
        node.give(ReadValue(node.input(0)));
        return {};
    }
    if (are_filled) {
        ReadFilled all = *node.filled(0);
        const Result<std::size_t> axis = onnxAxis(node.integer("axis", 0), all.axes.rank());
        if (!axis || *axis == all.axes.batch)
            return unmapped("it works along the batch's axis");
        for (std::size_t place = 1; place < count; ++place)
            all.axes.extents[*axis] += node.filled(place)->axes.extents.at(*axis);
        all.axes.shape = all.axes.sample();
        node.give(all);
        return {};
    }
    if (first == nullptr)
        return unmapped("none of its inputs is what a layer gives out");
    const ReadActivation axes = *first;
    const Result<std::size_t> axis = onnxAxis(node.integer("axis", 1), axes.rank());
    if (!axis)
        return tl::unexpected(axis.error());
    std::vector<ReadActivation> parts;
    for (std::size_t place = 0; place < count; ++place) {
        const ReadParameter* const stored = node.parameter(place);
        Result<ReadActivation> part =
            stored != nullptr ? valuesBeside(node, ReadParameter(*stored), axes, *axis) : node.needAnyActivation(place);
        if (!part)
            return tl::unexpected(part.error());
        parts.push_back(std::move(*part));
    }
    return joined(node, parts, *axis).map([&](const ReadActivation& all) {
        node.give(all);
        node.graph.setJoined(node.node.outputs.front(), {std::move(parts), *axis});
    });
}

/// Places before and behind each axis; where they are negative, places that go.
Result<void> pad(NodeReader& node)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    auto pads = node.list("pads", 1);
    if (!pads)
        pads = node.list("paddings", 1);
    if (!pads)
        return unmapped("how much it pads is not known before the model runs");
    std::vector<std::int64_t> axes(input->rank());
    std::iota(axes.begin(), axes.end(), 0);
    if (node.has(3)) {
        const auto named = node.list("axes", 3);
        if (!named)
            return unmapped("the axes that it pads are not known before the model runs");
        axes = *named;
    }
    if (pads->size() != 2 * axes.size())
        return unmapped("it does not say how much it pads before and behind each axis");
    double value = node.real("value", 0);
    if (node.has(2)) {
        const auto number = node.real(2);
        if (!number)
            return unmapped("what it pads with is not known before the model runs");
        value = std::clamp(*number, -1e30, 1e30);
    }
    const std::string mode = node.text("mode", "constant");
    if (mode != "constant" && mode != "reflect" && mode != "edge")
        return unmapped("it pads in the mode " + mode);
    ReadActivation read = *input;
    const Shape sample = read.sample();
    std::vector<std::int64_t> before(sample.rank(), 0);
    std::vector<std::int64_t> behind(sample.rank(), 0);
    bool is_padded = false;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const Result<std::size_t> axis = onnxAxis(axes[i], read.rank());
        if (!axis)
            return tl::unexpected(axis.error());
        const std::int64_t front = (*pads)[i];
        const std::int64_t back = (*pads)[i + axes.size()];
        constexpr std::int64_t most = std::int64_t{1} << 31;
        if (front > most || back > most || front < -most || back < -most)
            return unmapped("it pads more than any memory holds");
        if (front == 0 && back == 0)
            continue;
        const Result<std::size_t> own = onnxSampleAxis(static_cast<std::int64_t>(*axis), read);
        if (!own)
            return tl::unexpected(own.error());
        if (front < 0 || back < 0) {
            const AxisRange kept{std::max<std::int64_t>(-front, 0),
                                 read.extents[*axis] - std::max<std::int64_t>(-back, 0), 1};
            if (kept.count() < 1)
                return unmapped("nothing is left of what it pads");
            Result<ReadActivation> part = partOf(node, read, *axis, kept);
            if (!part)
                return tl::unexpected(part.error());
            read = std::move(*part);
        }
        before[*own] = std::max<std::int64_t>(front, 0);
        behind[*own] = std::max<std::int64_t>(back, 0);
        is_padded = is_padded || front > 0 || back > 0;
    }
    if (!is_padded) {
        node.give(read);
        return {};
    }
    const std::string own_mode = mode == "edge" ? "replicate" : mode;
    return node.graph.shaped(read, read.sample())
        .and_then([&](const ReadActivation& from) {
            return node.add(
                "pad", {{"before", Shape(before)}, {"behind", Shape(behind)}, {"mode", own_mode}, {"value", value}},
                {from});
        })
        .map([&](const ReadActivation& given) {
            ReadActivation wide = read.with(given);
            for (std::size_t axis = 0; axis < wide.rank(); ++axis) {
                if (const auto own = wide.sampleAxis(axis))
                    wide.extents[axis] += before[*own] + behind[*own];
            }
            node.give(wide);
        });
}

/// Of a stored tensor: what it leaves of another value is not the same for every sample.
Result<void> trilu(NodeReader& node)
{
    const ReadParameter* const stored = node.parameter(0);
    if (stored == nullptr)
        return unmapped("it takes a triangle of what is computed");
    const ReadNumbers* const diagonal = node.numbers(1);
    const auto offset = diagonal != nullptr && diagonal->values.size() == 1 && !diagonal->hasBatch()
                            ? static_cast<std::int64_t>(diagonal->values[0])
                            : std::int64_t{0};
    return node.giveView(
        *stored,
        {"mask", {{"pattern", std::string(node.integer("upper", 1) != 0 ? "upper" : "lower")}, {"diagonal", offset}}});
}

} // namespace

const OperatorImports& partOperatorImports()
{
    static const OperatorImports family(
        "part", {{"Slice", slice}, {"Split", split}, {"Concat", concat}, {"Pad", pad}, {"Trilu", trilu}});
    return family;
}

} // namespace ligature
