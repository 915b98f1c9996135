// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>
#include <set>

#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

Result<void> flatten(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const std::int64_t axis = node.integer("axis", 1);
    if (axis != 1 && axis != -static_cast<std::int64_t>(input->shape.rank()))
        return unmapped("it makes rows of more than the batch");
    return node.giveReshaped(*input, Shape{input->shape.elementCount()});
}

/// The extents per sample that are asked for, with what 0 and -1 stand for.
Result<Shape> reshaped(const std::vector<std::int64_t>& asked, const ReadActivation& input)
{
    if (asked.empty())
        return unmapped("it takes the batch's axis away");
    std::vector<std::int64_t> extents;
    std::optional<std::size_t> open;
    for (std::size_t i = 1; i < asked.size(); ++i) {
        std::int64_t extent = asked[i];
        if (extent == 0 && i <= input.shape.rank())
            extent = input.shape[i - 1];
        if (extent == -1 && !open) {
            open = extents.size();
            extent = 1;
        }
        if (extent < 1)
            return unmapped("its shape is not known before the model runs");
        extents.push_back(extent);
    }
    const std::int64_t count = input.shape.elementCount();
    const std::int64_t rest = Shape(extents).elementCount();
    if (open && count % rest == 0)
        extents[*open] = count / rest;
    // The batch is kept by 0, by itself, by -1, or by the extent that an export with a fixed batch wrote.
    const bool keeps_batch = asked[0] == 0 || asked[0] == batchExtent || asked[0] >= 1 || (asked[0] == -1 && !open);
    if (!keeps_batch || Shape(extents).elementCount() != count)
        return unmapped("it does not keep the batch's axis");
    return Shape(std::move(extents));
}

/// What Keras' Dense does around its product: all rows of all samples, one under the other, and back.
Result<void> reshapeRows(NodeReader& node, const ReadSequence& from, const std::vector<std::int64_t>& asked)
{
    if (from.layout != ReadSequence::Layout::Rows)
        return unmapped("it reshapes steps before the batch");
    const std::vector<std::int64_t> extents = from.of.shape.extents();
    if (asked.empty() || (asked[0] != batchExtent && asked[0] != -1) ||
        !std::equal(asked.begin() + 1, asked.end(), extents.begin(), extents.end()))
        return unmapped("it does not give the batch its axis back");
    node.give(from.of);
    return {};
}

Result<void> reshape(NodeReader& node)
{
    const auto asked = node.list("shape", 1);
    if (!asked)
        return unmapped("its shape is not known before the model runs");
    if (const ReadNumbers* const numbers = node.numbers(0)) {
        std::vector<std::int64_t> values = numbers->values;
        node.give(ReadNumbers{Shape{static_cast<std::int64_t>(values.size())}, std::move(values)});
        return {};
    }
    if (const ReadParameter* const parameter = node.parameter(0))
        return node.giveView(*parameter, {"reshape", {{"shape", Shape(*asked)}}});
    if (const auto* const sequence = std::get_if<ReadSequence>(&node.input(0)))
        return reshapeRows(node, ReadSequence(*sequence), *asked);
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    if (input->shape.rank() > 1 && *asked == std::vector<std::int64_t>{-1, input->shape.extents().back()}) {
        node.give(ReadSequence{*input, ReadSequence::Layout::Rows});
        return {};
    }
    return reshaped(*asked, *input).and_then([&](const Shape& shape) { return node.giveReshaped(*input, shape); });
}

using Axes = std::optional<std::vector<std::int64_t>>;

/// The shape without those axes, or without all of extent 1.
Result<std::vector<std::int64_t>> squeezed(const std::vector<std::int64_t>& extents, const Axes& axes)
{
    std::set<std::size_t> gone;
    for (std::size_t axis = 0; axis < extents.size() && !axes; ++axis) {
        if (extents[axis] == 1)
            gone.insert(axis);
    }
    for (const std::int64_t axis : axes.value_or(std::vector<std::int64_t>())) {
        const Result<std::size_t> found = onnxAxis(axis, extents.size());
        if (!found)
            return tl::unexpected(found.error());
        if (extents[*found] != 1)
            return unmapped("it takes an axis away that is not of extent 1");
        gone.insert(*found);
    }
    std::vector<std::int64_t> left;
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
        if (!gone.contains(axis))
            left.push_back(extents[axis]);
    }
    return left;
}

/// The shape with axes of extent 1 there.
Result<std::vector<std::int64_t>> unsqueezed(std::vector<std::int64_t> extents, const Axes& axes)
{
    if (!axes)
        return unmapped("its axes are not known before the model runs");
    std::set<std::size_t> made;
    for (const std::int64_t axis : *axes) {
        const Result<std::size_t> found = onnxAxis(axis, extents.size() + axes->size());
        if (!found || !made.insert(*found).second)
            return unmapped("its axes are none that there could be");
    }
    for (const std::size_t axis : made)
        extents.insert(extents.begin() + static_cast<std::ptrdiff_t>(axis), 1);
    return extents;
}

/// Axes of extent 1 that come or go.
template <typename Change>
Result<void> changeAxes(NodeReader& node, Change change)
{
    const Axes axes = node.list("axes", 1);
    if (const ReadNumbers* const numbers = node.numbers(0)) {
        const auto extents = change(numbers->shape.extents(), axes);
        if (!extents)
            return tl::unexpected(extents.error());
        node.give(ReadNumbers{Shape(*extents), std::vector(numbers->values)});
        return {};
    }
    if (const ReadParameter* const parameter = node.parameter(0)) {
        const auto extents = change(parameter->shape.extents(), axes);
        if (!extents)
            return tl::unexpected(extents.error());
        return node.giveView(*parameter, {"reshape", {{"shape", Shape(*extents)}}});
    }
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    std::vector<std::int64_t> with_batch = input->shape.extents();
    with_batch.insert(with_batch.begin(), batchExtent);
    const auto extents = change(std::move(with_batch), axes);
    if (!extents)
        return tl::unexpected(extents.error());
    if (extents->empty() || extents->front() != batchExtent)
        return unmapped("it moves the batch's axis");
    return node.giveReshaped(*input, Shape(std::vector<std::int64_t>(extents->begin() + 1, extents->end())));
}

/// The only direction, or the only step, goes.
Result<void> squeezeSequence(NodeReader& node, const ReadSequence& from)
{
    using Layout = ReadSequence::Layout;
    const Axes axes = node.list("axes", 1);
    if (from.layout == Layout::Directions && axes == std::vector<std::int64_t>{1})
        node.give(ReadSequence{from.of, Layout::Steps});
    else if ((from.layout == Layout::Last || from.layout == Layout::LastStep) && axes == std::vector<std::int64_t>{0})
        return node.giveLast(from);
    else
        return unmapped("it takes away another axis than the direction's");
    return {};
}

Result<void> squeeze(NodeReader& node)
{
    if (const auto* const sequence = std::get_if<ReadSequence>(&node.input(0)))
        return squeezeSequence(node, ReadSequence(*sequence));
    return changeAxes(node, squeezed);
}

Result<void> unsqueeze(NodeReader& node)
{
    if (std::holds_alternative<ReadZeros>(node.input(0))) {
        node.give(ReadZeros{});
        return {};
    }
    return changeAxes(node, unsqueezed);
}

Result<void> transpose(NodeReader& node)
{
    if (const ReadParameter* const parameter = node.parameter(0)) {
        std::vector<std::int64_t> axes(parameter->shape.rank());
        std::iota(axes.rbegin(), axes.rend(), 0);
        axes = node.integers("perm", axes);
        if (axes == std::vector<std::int64_t>{1, 0} && parameter->shape.rank() == 2)
            return node.giveView(*parameter, transposeView().front());
        return node.giveView(*parameter, {"permute", {{"axes", Shape(axes)}}});
    }
    // What recurrent operators want, and what they give out.
    const bool swaps_steps = node.integers("perm", {}) == std::vector<std::int64_t>{1, 0, 2};
    if (const auto* const sequence = std::get_if<ReadSequence>(&node.input(0));
        sequence != nullptr && sequence->layout == ReadSequence::Layout::Steps && swaps_steps) {
        node.give(ReadActivation(sequence->of));
        return {};
    }
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    if (swaps_steps && input->shape.rank() == 2) {
        node.give(ReadSequence{*input, ReadSequence::Layout::Steps});
        return {};
    }
    std::vector<std::int64_t> same(input->shape.rank() + 1);
    std::iota(same.begin(), same.end(), 0);
    if (node.integers("perm", {}) != same)
        return unmapped("it exchanges axes of what a layer gives out");
    node.give(*input);
    return {};
}

} // namespace

const OperatorImports& shapeOperatorImports()
{
    static const OperatorImports family("shape", {{"Flatten", flatten},
                                                  {"Reshape", reshape},
                                                  {"Squeeze", squeeze},
                                                  {"Unsqueeze", unsqueeze},
                                                  {"Transpose", transpose}});
    return family;
}

} // namespace ligature
