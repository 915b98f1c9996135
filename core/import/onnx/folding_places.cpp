// SPDX-License-Identifier: GPL-3.0-or-later
// Folding of what puts numbers elsewhere.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/import/onnx/folding.h"
#include "core/import/onnx/tensor_places.h"

namespace ligature {

namespace {

using Outputs = std::vector<ReadNumbers>;

/// Of what shape, and from which places, row-major.
ReadNumbers taken(const ReadNumbers& from, Shape shape, const std::vector<std::int64_t>& places)
{
    ReadNumbers result{.shape = std::move(shape), .values = {}, .batches = {}, .kind = from.kind};
    for (const std::int64_t place : places) {
        result.values.push_back(from.values[static_cast<std::size_t>(place)]);
        if (!from.batches.empty())
            result.batches.push_back(from.batches[static_cast<std::size_t>(place)]);
    }
    if (!result.hasBatch())
        result.batches.clear();
    return result;
}

Outputs reshapedTo(const ReadNumbers& from, Extents extents)
{
    const Shape shape(std::move(extents));
    if (shape.elementCount() != from.shape.elementCount())
        return {};
    ReadNumbers result = from;
    result.shape = shape;
    return {std::move(result)};
}

Outputs reshape(const FoldedNode& node)
{
    auto asked = node.list("shape", 1);
    if (!asked || !node.has(0))
        return {};
    const Shape& from = node.inputs[0]->shape;
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < asked->size(); ++i) {
        if ((*asked)[i] == 0 && i < from.rank() && node.integer("allowzero", 0) == 0)
            (*asked)[i] = from[i];
        if ((*asked)[i] == -1) {
            open = i;
            (*asked)[i] = 1;
        }
    }
    if (const std::int64_t rest = Shape(*asked).elementCount(); open && rest > 0)
        (*asked)[*open] = from.elementCount() / rest;
    return reshapedTo(*node.inputs[0], *asked);
}

Outputs flatten(const FoldedNode& node)
{
    const Shape& from = node.inputs[0]->shape;
    const std::int64_t axis = node.integer("axis", 1);
    const auto split = axis < 0 ? axis + static_cast<std::int64_t>(from.rank()) : axis;
    if (split < 0 || split > static_cast<std::int64_t>(from.rank()))
        return {};
    const std::int64_t rows = Shape(Extents(from.extents().begin(), from.extents().begin() + split)).elementCount();
    return reshapedTo(*node.inputs[0], {rows, rows == 0 ? 0 : from.elementCount() / rows});
}

Outputs squeeze(const FoldedNode& node)
{
    const auto axes = node.list("axes", 1);
    const Shape& from = node.inputs[0]->shape;
    std::set<std::size_t> gone;
    for (const std::int64_t axis : axes.value_or(Extents())) {
        const auto found = axisOf(axis, from.rank());
        if (!found)
            return {};
        gone.insert(*found);
    }
    Extents left;
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
        if (axes ? !gone.contains(axis) : from[axis] != 1)
            left.push_back(from[axis]);
    }
    return reshapedTo(*node.inputs[0], left);
}

Outputs unsqueeze(const FoldedNode& node)
{
    const auto axes = node.list("axes", 1);
    if (!axes)
        return {};
    Extents extents = node.inputs[0]->shape.extents();
    std::set<std::size_t> made;
    for (const std::int64_t axis : *axes) {
        const auto found = axisOf(axis, extents.size() + axes->size());
        if (!found || !made.insert(*found).second)
            return {};
    }
    for (const std::size_t axis : made)
        extents.insert(extents.begin() + static_cast<std::ptrdiff_t>(axis), 1);
    return reshapedTo(*node.inputs[0], extents);
}

Outputs transpose(const FoldedNode& node)
{
    const ReadNumbers& from = *node.inputs[0];
    Extents order(from.shape.rank());
    std::iota(order.rbegin(), order.rend(), 0);
    order = node.list("perm", 9).value_or(order);
    Extents strides(from.shape.rank(), 1);
    for (std::size_t axis = strides.size(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * from.shape[axis];
    std::vector<std::int64_t> places = {0};
    Extents extents;
    std::set<std::size_t> seen;
    for (const std::int64_t from_axis : order) {
        const auto axis = axisOf(from_axis, from.shape.rank());
        if (!axis || !seen.insert(*axis).second)
            return {};
        std::vector<std::int64_t> wider;
        for (const std::int64_t place : places) {
            for (std::int64_t i = 0; i < from.shape[*axis]; ++i)
                wider.push_back(place + i * strides[*axis]);
        }
        places = std::move(wider);
        extents.push_back(from.shape[*axis]);
    }
    if (seen.size() != from.shape.rank())
        return {};
    return {taken(from, Shape(extents), places)};
}

Outputs gather(const FoldedNode& node)
{
    if (!node.has(0) || !node.has(1) || node.inputs[1]->hasBatch())
        return {};
    const ReadNumbers& from = *node.inputs[0];
    const ReadNumbers& asked = *node.inputs[1];
    const auto axis = axisOf(node.integer("axis", 0), from.shape.rank());
    if (!axis || from.shape[*axis] == 0 ||
        Shape{from.shape.elementCount() / from.shape[*axis], asked.shape.elementCount()}.elementCount() > mostFolded)
        return {};
    std::vector<Extents> each;
    for (const std::int64_t extent : from.shape.extents())
        each.push_back(allOf(extent));
    each[*axis].clear();
    for (const AskedExtent& place : askedExtents(asked)) {
        const auto found = axisOf(place.number, static_cast<std::size_t>(from.shape[*axis]));
        if (!found)
            return {};
        each[*axis].push_back(static_cast<std::int64_t>(*found));
    }
    Extents extents = from.shape.extents();
    const auto at = extents.begin() + static_cast<std::ptrdiff_t>(*axis);
    extents.insert(extents.erase(at), asked.shape.extents().begin(), asked.shape.extents().end());
    return {taken(from, Shape(extents), placesAlong(from.shape, each))};
}

Outputs slice(const FoldedNode& node)
{
    const auto starts = node.list("starts", 1);
    const auto ends = node.list("ends", 2);
    if (!starts || !ends || starts->size() != ends->size())
        return {};
    Extents first(starts->size());
    std::iota(first.begin(), first.end(), 0);
    const Extents axes = node.list("axes", 3).value_or(first);
    const Extents steps = node.list("steps", 4).value_or(Extents(starts->size(), 1));
    if (axes.size() != starts->size() || steps.size() != starts->size())
        return {};
    const ReadNumbers& from = *node.inputs[0];
    std::vector<Extents> each;
    for (const std::int64_t extent : from.shape.extents())
        each.push_back(allOf(extent));
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto axis = axisOf(axes[i], from.shape.rank());
        if (!axis || steps[i] == 0)
            return {};
        const std::int64_t extent = from.shape[*axis];
        const bool backwards = steps[i] < 0;
        const auto placed = [&](std::int64_t place) {
            const std::int64_t counted = place < 0 ? std::max(place, -extent - 1) + extent : place;
            return backwards ? std::clamp<std::int64_t>(counted, -1, extent - 1)
                             : std::clamp<std::int64_t>(counted, 0, extent);
        };
        const std::int64_t step = std::clamp<std::int64_t>(steps[i], -extent - 1, extent + 1);
        const std::int64_t end = placed((*ends)[i]);
        each[*axis].clear();
        for (std::int64_t place = placed((*starts)[i]); backwards ? place > end : place < end; place += step)
            each[*axis].push_back(place);
    }
    Extents extents;
    for (const Extents& own : each)
        extents.push_back(static_cast<std::int64_t>(own.size()));
    return {taken(from, Shape(extents), placesAlong(from.shape, each))};
}

Outputs concat(const FoldedNode& node)
{
    if (node.inputs.empty() || !node.has(0))
        return {};
    const std::size_t rank = node.inputs[0]->shape.rank();
    const auto axis = axisOf(node.integer("axis", node.operator_set < 4 ? 1 : 0), rank);
    if (!axis)
        return {};
    Extents extents = node.inputs[0]->shape.extents();
    extents[*axis] = 0;
    for (const ReadNumbers* const part : node.inputs) {
        if (part == nullptr || part->shape.rank() != rank)
            return {};
        for (std::size_t i = 0; i < rank; ++i) {
            if (i != *axis && part->shape[i] != extents[i])
                return {};
        }
        extents[*axis] += part->shape[*axis];
    }
    ReadNumbers joined{.shape = Shape(extents), .values = {}, .batches = {}, .kind = node.inputs[0]->kind};
    const std::int64_t blocks =
        Shape(Extents(extents.begin(), extents.begin() + static_cast<std::ptrdiff_t>(*axis))).elementCount();
    for (std::int64_t block = 0; block < blocks; ++block) {
        for (const ReadNumbers* const part : node.inputs) {
            const std::int64_t size = part->shape.elementCount() / blocks;
            for (std::int64_t i = block * size; i < (block + 1) * size; ++i) {
                joined.values.push_back(part->values[static_cast<std::size_t>(i)]);
                joined.batches.push_back(part->batchesAt(static_cast<std::size_t>(i)));
            }
        }
    }
    if (!joined.hasBatch())
        joined.batches.clear();
    return {std::move(joined)};
}

Outputs split(const FoldedNode& node)
{
    const ReadNumbers& from = *node.inputs[0];
    const auto axis = axisOf(node.integer("axis", 0), from.shape.rank());
    const std::size_t count = node.node.outputs.size();
    if (!axis || count == 0)
        return {};
    const std::int64_t each =
        (from.shape[*axis] + static_cast<std::int64_t>(count) - 1) / static_cast<std::int64_t>(count);
    Extents sizes = node.list("split", 1).value_or(Extents(count, each));
    Outputs parts;
    std::int64_t begin = 0;
    for (std::size_t part = 0; part < count && part < sizes.size(); ++part) {
        const std::int64_t end = std::min(begin + sizes[part], from.shape[*axis]);
        std::vector<Extents> places;
        for (const std::int64_t extent : from.shape.extents())
            places.push_back(allOf(extent));
        places[*axis].clear();
        for (std::int64_t place = begin; place < end; ++place)
            places[*axis].push_back(place);
        Extents extents = from.shape.extents();
        extents[*axis] = std::max<std::int64_t>(end - begin, 0);
        parts.push_back(taken(from, Shape(extents), placesAlong(from.shape, places)));
        begin = end;
    }
    return parts;
}

Outputs filled(const FoldedNode& node)
{
    if (!node.has(0) || node.inputs[0]->hasBatch())
        return {};
    Extents extents;
    for (const AskedExtent& asked : askedExtents(*node.inputs[0]))
        extents.push_back(asked.number);
    const Shape shape(extents);
    if (std::ranges::any_of(extents, [](std::int64_t e) { return e < 0; }) || shape.elementCount() > mostFolded)
        return {};
    const auto given = node.node.attributes.find("value");
    const auto* const value = given == node.node.attributes.end() ? nullptr : std::get_if<NamedTensor>(&given->second);
    ReadNumbers result{.shape = shape, .values = {}, .batches = {}, .kind = ReadNumbers::Kind::Real};
    double number = 0;
    if (value != nullptr && value->integers() != nullptr && value->integers()->size() == 1) {
        number = static_cast<double>(value->integers()->front());
        result.kind = ReadNumbers::Kind::Whole;
    } else if (value != nullptr && value->floats() != nullptr && value->floats()->size() == 1) {
        number = value->floats()->front();
    }
    result.values.assign(static_cast<std::size_t>(shape.elementCount()), number);
    return {std::move(result)};
}

Outputs expand(const FoldedNode& node)
{
    const auto asked = node.list("", 1);
    if (!asked || std::ranges::any_of(*asked, [](std::int64_t e) { return e < 0; }))
        return {};
    const auto shape = broadcastShape(node.inputs[0]->shape, Shape(*asked));
    if (!shape || shape->elementCount() > mostFolded)
        return {};
    const Shape& from = node.inputs[0]->shape;
    Extents wide(shape->rank() - from.rank(), 1);
    wide.insert(wide.end(), from.extents().begin(), from.extents().end());
    std::vector<Extents> each;
    for (std::size_t axis = 0; axis < wide.size(); ++axis)
        each.push_back(wide[axis] == (*shape)[axis] ? allOf(wide[axis])
                                                    : Extents(static_cast<std::size_t>((*shape)[axis]), 0));
    return {taken(*node.inputs[0], *shape, placesAlong(Shape(wide), each))};
}

Outputs tile(const FoldedNode& node)
{
    const auto repeats = node.list("", 1);
    const Shape& from = node.inputs[0]->shape;
    if (!repeats || repeats->size() != from.rank())
        return {};
    std::vector<Extents> each;
    Extents extents;
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
        std::int64_t extent = 0;
        if ((*repeats)[axis] < 0 || __builtin_mul_overflow(from[axis], (*repeats)[axis], &extent))
            return {};
        extents.push_back(extent);
    }
    if (Shape(extents).elementCount() > mostFolded)
        return {};
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
        each.emplace_back();
        for (std::int64_t i = 0; i < extents[axis]; ++i)
            each.back().push_back(i % from[axis]);
    }
    return {taken(*node.inputs[0], Shape(extents), placesAlong(from, each))};
}

Outputs range(const FoldedNode& node)
{
    if (node.inputs.size() != 3 || !node.has(0) || !node.has(1) || !node.has(2))
        return {};
    for (const ReadNumbers* const input : node.inputs) {
        if (input->values.size() != 1 || input->hasBatch())
            return {};
    }
    const double start = node.inputs[0]->values[0];
    const double step = node.inputs[2]->values[0];
    const double count = std::ceil((node.inputs[1]->values[0] - start) / step);
    if (!(count <= static_cast<double>(mostFolded)))
        return {};
    ReadNumbers result{.shape = {}, .values = {}, .batches = {}, .kind = node.inputs[0]->kind};
    for (double i = 0; i < count; ++i)
        result.values.push_back(start + i * step);
    result.shape = Shape{static_cast<std::int64_t>(result.values.size())};
    return {std::move(result)};
}

Outputs shapeOf(const FoldedNode& node)
{
    const Extents& extents = node.inputs[0]->shape.extents();
    const auto count = static_cast<std::int64_t>(extents.size());
    const auto placed = [&](std::int64_t place) {
        return std::clamp<std::int64_t>(place < 0 ? place + count : place, 0, count);
    };
    ReadNumbers result;
    for (std::int64_t i = placed(node.integer("start", 0)); i < placed(node.integer("end", count)); ++i)
        result.values.push_back(static_cast<double>(extents[static_cast<std::size_t>(i)]));
    result.shape = Shape{static_cast<std::int64_t>(result.values.size())};
    return {std::move(result)};
}

Outputs trilu(const FoldedNode& node)
{
    ReadNumbers result = *node.inputs[0];
    const std::size_t rank = result.shape.rank();
    if (rank < 2 || result.hasBatch())
        return {};
    const auto diagonal = node.has(1) && node.inputs[1]->values.size() == 1 ? node.inputs[1]->values[0] : 0.0;
    const bool is_upper = node.integer("upper", 1) != 0;
    const auto columns = static_cast<std::size_t>(result.shape[rank - 1]);
    const auto rows = static_cast<std::size_t>(result.shape[rank - 2]);
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        const auto row = static_cast<double>(i / columns % rows);
        const auto column = static_cast<double>(i % columns);
        if (is_upper ? column < row + diagonal : column > row + diagonal)
            result.values[i] = 0;
    }
    return {std::move(result)};
}

} // namespace

std::vector<ReadNumbers> foldedPlaces(const FoldedNode& node)
{
    const std::string& op = node.node.op;
    static const std::map<std::string, Outputs (*)(const FoldedNode&)> all = {
        {"Reshape", reshape},     {"Flatten", flatten},     {"Squeeze", squeeze},
        {"Unsqueeze", unsqueeze}, {"Transpose", transpose}, {"Gather", gather},
        {"Slice", slice},         {"Concat", concat},       {"Split", split},
        {"Expand", expand},       {"Tile", tile},           {"Range", range},
        {"Shape", shapeOf},       {"Trilu", trilu},         {"ConstantOfShape", filled}};
    if (!node.has(0))
        return {};
    if (op == "Identity")
        return {*node.inputs[0]};
    if (op == "Size")
        return {ReadNumbers{.shape = {}, .values = {static_cast<double>(node.inputs[0]->shape.elementCount())}}};
    const auto found = all.find(op);
    return found == all.end() ? Outputs() : found->second(node);
}

} // namespace ligature
