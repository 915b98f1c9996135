// SPDX-License-Identifier: GPL-3.0-or-later
// Folding of what takes several numbers together.
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

#include "core/import/onnx/folding.h"
#include "core/import/onnx/tensor_places.h"

namespace ligature {

namespace {

std::vector<ReadNumbers> reduced(const FoldedNode& node,
                                 const std::function<double(const std::vector<double>&)>& together)
{
    const ReadNumbers& from = *node.inputs[0];
    std::set<std::size_t> gone;
    const auto axes = node.list("axes", 1);
    for (std::size_t axis = 0; axis < from.shape.rank() && (!axes || axes->empty()); ++axis)
        gone.insert(axis);
    for (const std::int64_t axis : axes.value_or(Extents())) {
        const auto found = axisOf(axis, from.shape.rank());
        if (!found)
            return {};
        gone.insert(*found);
    }
    Extents kept;
    Extents left;
    for (std::size_t axis = 0; axis < from.shape.rank(); ++axis) {
        kept.push_back(gone.contains(axis) ? 1 : from.shape[axis]);
        if (!gone.contains(axis))
            left.push_back(from.shape[axis]);
    }
    ReadNumbers result{.shape = node.integer("keepdims", 1) != 0 ? Shape(kept) : Shape(left),
                       .values = {},
                       .batches = {},
                       .kind = from.kind};
    // A product may have the batch in one factor.
    const bool is_product = node.node.op == "ReduceProd";
    if (from.hasBatch() && !(is_product && result.shape.elementCount() == 1))
        return {};
    if (from.hasBatch()) {
        double value = 1;
        double batches = 0;
        for (std::size_t i = 0; i < from.values.size(); ++i) {
            if (batches != 0 && from.batches[i] != 0)
                return {};
            batches = batches * from.values[i] + from.batches[i] * value;
            value *= from.values[i];
        }
        result.values = {value};
        result.batches = {batches};
        return {std::move(result)};
    }
    std::vector<Extents> outer;
    for (const std::int64_t extent : kept)
        outer.push_back(allOf(extent));
    for (const std::int64_t begin : placesAlong(from.shape, outer)) {
        std::vector<Extents> inner;
        for (std::size_t axis = 0; axis < from.shape.rank(); ++axis)
            inner.push_back(gone.contains(axis) ? allOf(from.shape[axis]) : Extents{0});
        std::vector<double> values;
        for (const std::int64_t place : placesAlong(from.shape, inner))
            values.push_back(from.values[static_cast<std::size_t>(begin + place)]);
        result.values.push_back(together(values));
    }
    return {std::move(result)};
}

double summed(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double ofExtreme(const std::vector<double>& values, bool is_largest)
{
    if (values.empty())
        return 0;
    return is_largest ? *std::ranges::max_element(values) : *std::ranges::min_element(values);
}

} // namespace

std::vector<ReadNumbers> foldedReduction(const FoldedNode& node)
{
    const std::string& op = node.node.op;
    if (!node.has(0))
        return {};
    if (op == "ReduceProd")
        return reduced(node, [](const std::vector<double>& v) {
            return std::accumulate(v.begin(), v.end(), 1.0, std::multiplies<>());
        });
    if (op == "ReduceSum")
        return reduced(node, summed);
    if (op == "ReduceMean")
        return reduced(node, [](const std::vector<double>& v) { return summed(v) / static_cast<double>(v.size()); });
    if (op == "ReduceMax")
        return reduced(node, [](const std::vector<double>& v) { return ofExtreme(v, true); });
    if (op == "ReduceMin")
        return reduced(node, [](const std::vector<double>& v) { return ofExtreme(v, false); });
    if (op == "ReduceL2") {
        return reduced(node, [](const std::vector<double>& v) {
            return std::sqrt(std::accumulate(v.begin(), v.end(), 0.0, [](double a, double b) { return a + b * b; }));
        });
    }
    return {};
}

} // namespace ligature
