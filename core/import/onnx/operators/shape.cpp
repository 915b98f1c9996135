// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>
#include <set>

#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

Result<void> flatten(NodeReader& node)
{
    const std::int64_t axis = node.integer("axis", 1);
    if (const ReadParameter* const parameter = node.parameter(0)) {
        const auto split = axis < 0 ? axis + static_cast<std::int64_t>(parameter->shape.rank()) : axis;
        if (split < 0 || split > static_cast<std::int64_t>(parameter->shape.rank()))
            return unmapped("there is no axis " + std::to_string(axis));
        const auto& extents = parameter->shape.extents();
        const std::int64_t rows = Shape({extents.begin(), extents.begin() + split}).elementCount();
        return node.giveView(*parameter, {"reshape", {{"shape", Shape{rows, parameter->shape.elementCount() / rows}}}});
    }
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const auto rank = static_cast<std::int64_t>(input->rank());
    const auto split = static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
    if (split > input->rank())
        return unmapped("there is no axis " + std::to_string(axis));
    std::vector<AskedExtent> asked(2);
    for (std::size_t i = 0; i < 2; ++i) {
        std::int64_t extent = 1;
        bool has_batch = false;
        for (std::size_t own = i == 0 ? 0 : split; own < (i == 0 ? split : input->rank()); ++own) {
            extent *= input->extents[own];
            has_batch = has_batch || own == input->batch;
        }
        asked[i] = has_batch ? AskedExtent{0, extent} : AskedExtent{extent, 0};
    }
    return reshaped(*input, asked, std::nullopt, false).and_then([&](const ReadActivation& read) -> Result<void> {
        // Of an image a layer of its own, as people draw it.
        if (!read.isPlain()) {
            node.give(read);
            return {};
        }
        return node.graph.shaped(read, read.sample()).map([&](const ReadActivation& given) { node.give(given); });
    });
}

Result<void> reshape(NodeReader& node)
{
    const auto asked = node.asked("shape", 1);
    if (!asked)
        return unmapped("its shape is not known before the model runs");
    if (const ReadParameter* const parameter = node.parameter(0)) {
        const auto list = node.list("shape", 1);
        if (!list)
            return unmapped("its shape has the batch in it");
        std::vector<std::int64_t> extents = *list;
        std::int64_t* open = nullptr;
        for (std::size_t i = 0; i < extents.size(); ++i) {
            if (extents[i] == 0 && i < parameter->shape.rank())
                extents[i] = parameter->shape[i];
            if (extents[i] == -1) {
                open = &extents[i];
                extents[i] = 1;
            }
        }
        if (const std::int64_t rest = Shape(extents).elementCount(); open != nullptr && rest > 0)
            *open = parameter->shape.elementCount() / rest;
        return node.giveView(*parameter, {"reshape", {{"shape", Shape(extents)}}});
    }
    const bool zero_keeps = node.integer("allowzero", 0) == 0;
    if (const ReadFilled* const all = node.filled(0)) {
        const ReadFilled from = *all;
        return reshaped(from.axes, *asked, node.graph.fixedBatch(), zero_keeps).map([&](const ReadActivation& axes) {
            node.give(ReadFilled{from.value, axes});
        });
    }
    const auto* const cut = std::get_if<ReadActivation>(&node.input(0));
    const Result<ReadActivation> input = cut != nullptr ? Result<ReadActivation>(*cut) : node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    return reshaped(*input, *asked, node.graph.fixedBatch(), zero_keeps).map([&](const ReadActivation& read) {
        node.give(read);
    });
}

using Axes = std::optional<std::vector<std::int64_t>>;

/// Which axes of those go: named, or all of extent 1.
Result<std::set<std::size_t>> gone(const std::vector<std::int64_t>& extents, const std::optional<std::size_t>& batch,
                                   const Axes& axes)
{
    std::set<std::size_t> all;
    for (std::size_t axis = 0; axis < extents.size() && !axes; ++axis) {
        if (extents[axis] == 1 && axis != batch)
            all.insert(axis);
    }
    for (const std::int64_t axis : axes.value_or(std::vector<std::int64_t>())) {
        const Result<std::size_t> found = onnxAxis(axis, extents.size());
        if (!found)
            return tl::unexpected(found.error());
        if (*found == batch)
            return unmapped("it takes the batch's axis away");
        if (extents[*found] != 1)
            return unmapped("it takes an axis away that is not of extent 1");
        all.insert(*found);
    }
    return all;
}

ReadActivation without(ReadActivation read, const std::set<std::size_t>& axes)
{
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
        read.extents.erase(read.extents.begin() + static_cast<std::ptrdiff_t>(*axis));
        if (read.batch && *axis < *read.batch)
            --*read.batch;
    }
    return read;
}

Result<void> squeeze(NodeReader& node)
{
    const Axes axes = node.list("axes", 1);
    if (const ReadParameter* const parameter = node.parameter(0)) {
        const auto all = gone(parameter->shape.extents(), std::nullopt, axes);
        if (!all)
            return tl::unexpected(all.error());
        const ReadActivation left = without({.extents = parameter->shape.extents()}, *all);
        return node.giveView(*parameter, {"reshape", {{"shape", Shape(left.extents)}}});
    }
    if (const ReadFilled* const filled = node.filled(0)) {
        const auto all = gone(filled->axes.extents, filled->axes.batch, axes);
        if (!all)
            return tl::unexpected(all.error());
        node.give(ReadFilled{filled->value, without(filled->axes, *all)});
        return {};
    }
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    return gone(input->extents, input->batch, axes).map([&](const std::set<std::size_t>& all) {
        node.give(without(*input, all));
    });
}

Result<std::set<std::size_t>> made(std::size_t rank, const Axes& axes)
{
    if (!axes)
        return unmapped("its axes are not known before the model runs");
    std::set<std::size_t> all;
    for (const std::int64_t axis : *axes) {
        const Result<std::size_t> found = onnxAxis(axis, rank + axes->size());
        if (!found || !all.insert(*found).second)
            return unmapped("its axes are none that there could be");
    }
    return all;
}

ReadActivation withMore(ReadActivation read, const std::set<std::size_t>& axes)
{
    for (const std::size_t axis : axes) {
        read.extents.insert(read.extents.begin() + static_cast<std::ptrdiff_t>(axis), 1);
        if (read.batch && axis <= *read.batch)
            ++*read.batch;
    }
    return read;
}

Result<void> unsqueeze(NodeReader& node)
{
    const Axes axes = node.list("axes", 1);
    if (const ReadParameter* const parameter = node.parameter(0)) {
        const auto all = made(parameter->shape.rank(), axes);
        if (!all)
            return tl::unexpected(all.error());
        const ReadActivation more = withMore({.extents = parameter->shape.extents()}, *all);
        return node.giveView(*parameter, {"reshape", {{"shape", Shape(more.extents)}}});
    }
    if (const ReadFilled* const filled = node.filled(0)) {
        const auto all = made(filled->axes.rank(), axes);
        if (!all)
            return tl::unexpected(all.error());
        node.give(ReadFilled{filled->value, withMore(filled->axes, *all)});
        return {};
    }
    const auto* const cut = std::get_if<ReadActivation>(&node.input(0));
    const Result<ReadActivation> input = cut != nullptr ? Result<ReadActivation>(*cut) : node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    return made(input->rank(), axes).map([&](const std::set<std::size_t>& all) { node.give(withMore(*input, all)); });
}

/// The axes in another order: those of a sample by a Permute where theirs changes, the batch's by its name alone.
Result<ReadActivation> transposed(NodeReader& node, const ReadActivation& read, const std::vector<std::size_t>& order)
{
    ReadActivation turned = read;
    std::vector<std::int64_t> own;
    bool is_same = true;
    const Shape sample = read.sample();
    std::int64_t last = -1;
    for (std::size_t axis = 0; axis < order.size(); ++axis) {
        turned.extents[axis] = read.extents[order[axis]];
        std::vector<std::size_t> parts;
        if (order[axis] == read.batch) {
            turned.batch = axis;
            const std::size_t before_it = *read.batch;
            if (read.before > 1)
                parts.push_back(before_it);
            if (read.extents[*read.batch] / read.before > 1)
                parts.push_back(before_it + (read.before > 1 ? 1 : 0));
        } else {
            parts.push_back(*read.sampleAxis(order[axis]));
        }
        for (const std::size_t part : parts) {
            own.push_back(static_cast<std::int64_t>(part) + 1);
            if (sample[part] == 1)
                continue; // Where it stands makes no difference.
            is_same = is_same && static_cast<std::int64_t>(part) > last;
            last = static_cast<std::int64_t>(part);
        }
    }
    if (is_same)
        return turned;
    return node.graph.shaped(read, sample)
        .and_then([&](const ReadActivation& from) {
            return node.add("permute", {{"axes", Shape(own)}}, {from});
        })
        .map([&](const ReadActivation& given) { return turned.with(given); });
}

Result<void> transpose(NodeReader& node)
{
    const auto orderOf = [&](std::size_t rank) -> Result<std::vector<std::size_t>> {
        std::vector<std::int64_t> axes(rank);
        std::iota(axes.rbegin(), axes.rend(), 0);
        axes = node.integers("perm", axes);
        std::vector<std::size_t> order;
        for (const std::int64_t axis : axes) {
            const auto found = onnxAxis(axis, rank);
            if (!found || std::ranges::find(order, *found) != order.end())
                return unmapped("its axes are none that there are");
            order.push_back(*found);
        }
        if (order.size() != rank)
            return unmapped("it names other axes than there are");
        return order;
    };
    if (const ReadParameter* const parameter = node.parameter(0)) {
        const auto order = orderOf(parameter->shape.rank());
        if (!order)
            return tl::unexpected(order.error());
        if (*order == std::vector<std::size_t>{1, 0})
            return node.giveView(*parameter, transposeView().front());
        return node.giveView(*parameter,
                             {"permute", {{"axes", Shape(std::vector<std::int64_t>(order->begin(), order->end()))}}});
    }
    if (const ReadFilled* const all = node.filled(0)) {
        const auto order = orderOf(all->axes.rank());
        if (!order)
            return tl::unexpected(order.error());
        ReadFilled turned = *all;
        for (std::size_t axis = 0; axis < order->size(); ++axis) {
            turned.axes.extents[axis] = all->axes.extents[(*order)[axis]];
            if ((*order)[axis] == all->axes.batch)
                turned.axes.batch = axis;
        }
        node.give(turned);
        return {};
    }
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    return orderOf(input->rank())
        .and_then([&](const std::vector<std::size_t>& order) { return transposed(node, *input, order); })
        .map([&](const ReadActivation& turned) { node.give(turned); });
}

/// Blocks of an image's channels as places of a larger image, as PyTorch's PixelShuffle; or the other way round.
Result<void> exchangeDepth(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const std::int64_t block = node.integer("blocksize", 1);
    const bool to_space = node.node.op == "DepthToSpace";
    if (input->shape.rank() != 3 || block < 1 || block > 4096 ||
        (to_space ? input->shape[0] % (block * block) != 0
                  : input->shape[1] % block != 0 || input->shape[2] % block != 0))
        return unmapped("its blocks do not fit its input of " + input->shape.toString());
    const std::int64_t channels = input->shape[0];
    const std::int64_t height = input->shape[1];
    const std::int64_t width = input->shape[2];
    const bool columns_first = node.text("mode", "DCR") == "CRD";
    Shape split{channels, height / block, block, width / block, block};
    Shape order{3, 5, 1, 2, 4};
    Shape whole{channels * block * block, height / block, width / block};
    if (to_space) {
        const std::int64_t depth = channels / (block * block);
        split = columns_first ? Shape{depth, block, block, height, width} : Shape{block, block, depth, height, width};
        order = columns_first ? Shape{1, 4, 2, 5, 3} : Shape{3, 4, 1, 5, 2};
        whole = Shape{depth, height * block, width * block};
    }
    return node.graph.shaped(*input, split)
        .and_then([&](const ReadActivation& read) {
            return node.add("permute", {{"axes", order}}, {read});
        })
        .and_then([&](const ReadActivation& read) { return node.graph.shaped(read, whole); })
        .map([&](const ReadActivation& read) { node.give(batchFirst(read.port, whole)); });
}

} // namespace

const OperatorImports& shapeOperatorImports()
{
    static const OperatorImports family("shape", {{"Flatten", flatten},
                                                  {"Reshape", reshape},
                                                  {"Squeeze", squeeze},
                                                  {"Unsqueeze", unsqueeze},
                                                  {"Transpose", transpose},
                                                  {"DepthToSpace", exchangeDepth},
                                                  {"SpaceToDepth", exchangeDepth}});
    return family;
}

} // namespace ligature
