// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

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

const OperatorImports& reductionOperatorImports()
{
    static const OperatorImports family("reduction", {{"ReduceMean", reduceMean}, {"ReduceSum", reduceSum}});
    return family;
}

} // namespace ligature
