// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

/// The axes that are taken together, as the model and as a sample counts them.
struct Reduced {
    ReadActivation input;
    std::set<std::size_t> axes;
    std::set<std::size_t> own;
    bool keeps = true;

    /// What the layer gives, under the axes that are left.
    [[nodiscard]] ReadActivation left(const ReadActivation& given) const
    {
        ReadActivation read = input.with(given);
        for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
            read.extents[*axis] = 1;
            if (keeps)
                continue;
            read.extents.erase(read.extents.begin() + static_cast<std::ptrdiff_t>(*axis));
            if (read.batch && *axis < *read.batch)
                --*read.batch;
        }
        return read;
    }
};

Result<Reduced> reducedOf(NodeReader& node)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    Reduced reduced{.input = *input, .axes = {}, .own = {}, .keeps = node.integer("keepdims", 1) != 0};
    auto axes = node.list("axes", 1);
    if (node.has(1) && !axes)
        return unmapped("the axes that it takes together are not known before the model runs");
    if (!axes || axes->empty()) {
        if (input->batch)
            return unmapped("it takes the batch together");
        axes.emplace();
        for (std::size_t axis = 0; axis < input->rank(); ++axis)
            axes->push_back(static_cast<std::int64_t>(axis));
    }
    for (const std::int64_t axis : *axes) {
        const Result<std::size_t> found = onnxAxis(axis, input->rank());
        const Result<std::size_t> own = onnxSampleAxis(axis, *input);
        if (!found || !own)
            return tl::unexpected(found ? own.error() : found.error());
        reduced.axes.insert(*found);
        reduced.own.insert(*own);
    }
    return node.graph.shaped(*input, input->sample()).map([&](const ReadActivation& shaped) {
        reduced.input = shaped;
        return reduced;
    });
}

/// A Sum or a Mean of those axes.
Result<ReadActivation> summed(NodeReader& node, const std::string& type, const ReadActivation& input,
                              const std::set<std::size_t>& own)
{
    const std::size_t rank = input.shape.rank();
    if (own.size() == rank)
        return node.add(type, {{"axis", std::int64_t{0}}}, {input});
    if (type == "mean" && own.size() > 1 && own.size() + 1 == rank && !own.contains(0))
        return node.add("global_average_pool", {}, {input});
    Result<ReadActivation> read = input;
    for (auto axis = own.rbegin(); axis != own.rend() && read; ++axis)
        read = node.add(type, {{"axis", static_cast<std::int64_t>(*axis) + 1}}, {*read});
    return read;
}

/// The largest of those axes: of a Max pooling over rows.
Result<ReadActivation> largestOf(NodeReader& node, const ReadActivation& input, const std::set<std::size_t>& own)
{
    std::vector<std::int64_t> order;
    std::int64_t kept = 1;
    std::int64_t together = 1;
    for (const bool is_reduced : {false, true}) {
        for (std::size_t axis = 0; axis < input.shape.rank(); ++axis) {
            if (own.contains(axis) != is_reduced)
                continue;
            order.push_back(static_cast<std::int64_t>(axis) + 1);
            (is_reduced ? together : kept) *= input.shape[axis];
        }
    }
    constexpr std::int64_t longest = 4096; // Of a window.
    if (together > longest)
        return unmapped("it takes the largest of more than " + std::to_string(longest));
    bool is_sorted = true;
    for (std::size_t i = 0; i < order.size(); ++i)
        is_sorted = is_sorted && order[i] == static_cast<std::int64_t>(i) + 1;
    Result<ReadActivation> read =
        is_sorted ? Result<ReadActivation>(input) : node.add("permute", {{"axes", Shape(order)}}, {input});
    return read.and_then([&](const ReadActivation& from) {
                   return node.graph.shaped(from, Shape{kept, 1, together});
               })
        .and_then([&](const ReadActivation& rows) {
            return node.add("max_pool2d", {{"kernel_size", Shape{1, together}}}, {rows});
        });
}

Result<void> reduce(NodeReader& node)
{
    const Result<Reduced> reduced = reducedOf(node);
    if (!reduced)
        return tl::unexpected(reduced.error());
    const std::string& op = node.node.op;
    Result<ReadActivation> read = reduced->input;
    const auto then = [&](const std::string& type, Attributes attributes = {}) {
        read = read.and_then([&](const ReadActivation& from) { return node.add(type, std::move(attributes), {from}); });
    };
    const auto together = [&](const std::string& type) {
        read = read.and_then([&](const ReadActivation& from) { return summed(node, type, from, reduced->own); });
    };
    if (op == "ReduceMean" || op == "ReduceSum") {
        together(op == "ReduceMean" ? "mean" : "sum");
    } else if (op == "ReduceMax") {
        read = largestOf(node, *read, reduced->own);
    } else if (op == "ReduceMin") {
        then("affine", {{"factor", -1.0}});
        read = read.and_then([&](const ReadActivation& from) { return largestOf(node, from, reduced->own); });
        then("affine", {{"factor", -1.0}});
    } else if (op == "ReduceL1") {
        then("absolute");
        together("sum");
    } else {
        then("power");
        together("sum");
        if (op == "ReduceL2")
            then("sqrt");
    }
    return read.map([&](const ReadActivation& given) { node.give(reduced->left(given)); });
}

} // namespace

const OperatorImports& reductionOperatorImports()
{
    static const OperatorImports family("reduction", {{"ReduceMean", reduce},
                                                      {"ReduceSum", reduce},
                                                      {"ReduceMax", reduce},
                                                      {"ReduceMin", reduce},
                                                      {"ReduceL1", reduce},
                                                      {"ReduceL2", reduce},
                                                      {"ReduceSumSquare", reduce}});
    return family;
}

} // namespace ligature
