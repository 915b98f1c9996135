// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/axis_range.h"

namespace ligature {

namespace {

constexpr std::size_t mostPlaces = 256; ///< that are gathered one by one

/// Rows of a matrix by what the model is given.
Result<void> lookUp(NodeReader& node, const ReadParameter& table)
{
    const auto* const given = std::get_if<ReadActivation>(&node.input(1));
    const Result<ReadActivation> indices = given != nullptr ? Result<ReadActivation>(*given) : node.needActivation(1);
    if (!indices)
        return tl::unexpected(indices.error());
    if (node.integer("axis", 0) != 0 || table.shape.rank() != 2)
        return unmapped("it looks up what are no rows of a matrix");
    const auto layer =
        node.graph.addLayer("embedding", node.graph.layerName(node.node),
                            {{"num_embeddings", table.shape[0]}, {"embedding_dim", table.shape[1]}}, {*indices});
    if (!layer)
        return tl::unexpected(layer.error());
    if (auto set = node.graph.setSlot(*layer, "weight", table); !set)
        return set;
    ReadActivation found = indices->with(node.graph.output(*layer));
    found.extents.push_back(table.shape[1]);
    node.give(found);
    return {};
}

/// A stored tensor's places that the model names itself: a view, tied to the tensor.
Result<void> gatherStored(NodeReader& node, const ReadParameter& table, std::size_t axis, const ReadNumbers& places)
{
    std::vector<std::int64_t> positions;
    for (const double place : places.values)
        positions.push_back(static_cast<std::int64_t>(place) + (place < 0 ? table.shape[axis] : 0));
    return node.giveView(
        table, {"gather", {{"axis", static_cast<std::int64_t>(axis)}, {"positions", Shape(std::move(positions))}}});
}

/// One place of a value that a Concat has joined: of the part that it lies in.
Result<std::optional<ReadActivation>> placeOfJoined(NodeReader& node, std::size_t axis, std::int64_t place)
{
    using Found = std::optional<ReadActivation>;
    const GraphReader::Joined* const all = node.graph.findJoined(node.node.inputs[0]);
    if (all == nullptr || all->axis != axis)
        return Found();
    std::int64_t count = 0;
    for (const ReadActivation& part : all->parts)
        count += part.extents[axis];
    std::int64_t left = place < 0 ? place + count : place;
    for (const ReadActivation& part : all->parts) {
        if (left >= 0 && left < part.extents[axis])
            return placeOf(node, part, axis, left).map([](const ReadActivation& taken) { return Found(taken); });
        left -= part.extents[axis];
    }
    return unmapped("there is no place " + std::to_string(place));
}

/// Several places of an axis: as a slice where they lie evenly, else one by one.
Result<ReadActivation> placesOf(NodeReader& node, const ReadActivation& read, std::size_t axis,
                                std::vector<std::int64_t> places)
{
    const std::int64_t extent = read.extents[axis];
    for (std::int64_t& place : places) {
        if (place < -extent || place >= extent)
            return unmapped("there is no place " + std::to_string(place));
        place += place < 0 ? extent : 0;
    }
    const std::int64_t step = places.size() > 1 ? places[1] - places[0] : 1;
    bool is_even = step != 0;
    for (std::size_t i = 1; i < places.size(); ++i)
        is_even = is_even && places[i] - places[i - 1] == step;
    if (is_even)
        return partOf(node, read, axis, {places.front(), places.back() + (step > 0 ? 1 : -1), step});
    if (places.size() > mostPlaces)
        return unmapped("it gathers " + std::to_string(places.size()) + " places that do not lie evenly");
    std::vector<ReadActivation> parts;
    for (const std::int64_t place : places) {
        const Result<ReadActivation> part = partOf(node, read, axis, {place, place + 1, 1});
        if (!part)
            return part;
        parts.push_back(*part);
    }
    return joined(node, parts, axis);
}

Result<void> gather(NodeReader& node)
{
    const std::int64_t axis = node.integer("axis", 0);
    const ReadNumbers* const places = node.numbers(1);
    const bool is_one = places != nullptr && places->shape.rank() == 0;
    if (const ReadParameter* const table = node.parameter(0)) {
        if (is_one)
            return node.giveView(*table,
                                 {"index",
                                  {{"axis", onnxAxis(axis, table->shape.rank())
                                                .map([](std::size_t found) { return static_cast<std::int64_t>(found); })
                                                .value_or(0)},
                                   {"position", static_cast<std::int64_t>(places->values[0])}}});
        const Result<std::size_t> along = onnxAxis(axis, table->shape.rank());
        if (along && places != nullptr && places->shape.rank() == 1 && !places->hasBatch() && !places->values.empty())
            return gatherStored(node, *table, *along, *places);
        return lookUp(node, ReadParameter(*table));
    }
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    if (places == nullptr || places->hasBatch())
        return unmapped("what it gathers is not known before the model runs");
    if (places->values.empty())
        return unmapped("it gathers nothing");
    const Result<std::size_t> along = onnxAxis(axis, input->rank());
    if (!along)
        return tl::unexpected(along.error());
    std::vector<std::int64_t> list;
    for (const AskedExtent& place : askedExtents(*places))
        list.push_back(place.number);
    if (is_one) {
        const auto part = placeOfJoined(node, *along, list[0]);
        if (!part)
            return tl::unexpected(part.error());
        if (*part) {
            node.give(**part);
            return {};
        }
        return placeOf(node, *input, *along, list[0]).map([&](const ReadActivation& taken) { node.give(taken); });
    }
    const Shape asked = places->shape;
    return placesOf(node, *input, *along, list).map([&](ReadActivation taken) {
        if (asked.rank() > 1) {
            const auto at = taken.extents.erase(taken.extents.begin() + static_cast<std::ptrdiff_t>(*along));
            taken.extents.insert(at, asked.extents().begin(), asked.extents().end());
            if (taken.batch && *along < *taken.batch)
                *taken.batch += asked.rank() - 1;
        }
        node.give(taken);
    });
}

} // namespace

const OperatorImports& gatherOperatorImports()
{
    static const OperatorImports family("gather", {{"Gather", gather}});
    return family;
}

} // namespace ligature
