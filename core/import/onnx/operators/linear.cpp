// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/folding.h"
#include "core/import/onnx/operand_pair.h"

namespace ligature {

namespace {

/// A Dense layer with the matrix, which is stored (in_features, out_features) unless it is said to be the transpose,
/// along the last axis.
Result<LayerId> dense(NodeReader& node, const ReadActivation& input, ReadParameter weight, bool is_transpose, bool bias)
{
    if (weight.shape.rank() != 2)
        return unmapped("its weight is " + weight.shape.toString() + ", which is no matrix");
    if (!is_transpose) {
        // A transpose of a transpose is what is stored.
        if (!weight.view.empty() && weight.view.back() == transposeView().front())
            weight.view.pop_back();
        else
            weight.view.push_back(transposeView().front());
        weight.shape = weight.shape.reversed();
    }
    if (input.rank() == 0 || !input.sampleAxis(input.rank() - 1) || input.extents.back() != weight.shape[1])
        return unmapped("its weight does not fit its input");
    const bool is_as_given = input.shape.rank() > 0 && input.shape.extents().back() == weight.shape[1];
    const Result<ReadActivation> from = is_as_given ? input : node.graph.shaped(input, input.sample());
    if (!from)
        return tl::unexpected(from.error());
    const std::int64_t features = weight.shape[0];
    Result<LayerId> layer = node.graph.addLayer("dense", node.graph.layerName(node.node),
                                                {{"out_features", features}, {"bias", bias}}, {*from});
    if (!layer)
        return layer;
    if (const auto set = node.graph.setSlot(*layer, "weight", std::move(weight)); !set)
        return tl::unexpected(set.error());
    ReadActivation given = input.with(node.graph.output(*layer));
    given.extents.back() = features;
    node.give(given);
    return layer;
}

/// The product of the last two axes, those before them broadcast.
Result<ReadActivation> product(NodeReader& node, const ReadActivation& a, const ReadActivation& b, bool transpose_a,
                               bool transpose_b)
{
    if (a.rank() < 2 || b.rank() < 2)
        return unmapped("one of its inputs is no matrix");
    ReadActivation first = a;
    ReadActivation second = b;
    if (!first.batch || !second.batch) {
        first.batch.reset();
        second.batch.reset();
    }
    const auto isInMatrix = [](const ReadActivation& read) { return read.batch && *read.batch + 2 >= read.rank(); };
    if (isInMatrix(first) || isInMatrix(second))
        return unmapped("it multiplies samples with one another");
    if (first.batch && (first.rank() - *first.batch != second.rank() - *second.batch ||
                        first.extents[*first.batch] != second.extents[*second.batch] || first.before != second.before))
        return unmapped("the batch is another axis of one of its inputs than of the other");
    const auto leading = [](std::vector<std::int64_t> extents) {
        extents.resize(extents.size() - 2);
        return Shape(std::move(extents));
    };
    const auto extents = broadcastShape(leading(first.extents), leading(second.extents));
    const auto sample = broadcastShape(leading(first.sample().extents()), leading(second.sample().extents()));
    if (!extents || !sample)
        return unmapped("its inputs are " + first.sample().toString() + " and " + second.sample().toString());
    const auto widened = [&](const ReadActivation& read) {
        const auto with = [&](const Shape& all, const std::vector<std::int64_t>& own) {
            std::vector<std::int64_t> wide = all.extents();
            wide.insert(wide.end(), own.end() - 2, own.end());
            return wide;
        };
        return expandedTo(node, read, Shape(with(*sample, read.sample().extents())), with(*extents, read.extents));
    };
    const auto wide_first = widened(first);
    const auto wide_second = widened(second);
    if (!wide_first || !wide_second)
        return tl::unexpected(wide_first ? wide_second.error() : wide_first.error());
    return node
        .add("matrix_product", {{"transpose_a", transpose_a}, {"transpose_b", transpose_b}},
             {*wide_first, *wide_second})
        .map([&](const ReadActivation& given) {
            ReadActivation both = wide_first->with(given);
            const std::size_t last = both.rank() - 1;
            both.extents[last - 1] = wide_first->extents[transpose_a ? last : last - 1];
            both.extents[last] = wide_second->extents[transpose_b ? last - 1 : last];
            return both;
        });
}

/// A stored tensor as an operand of a product with an activation: the same for every sample.
Result<ReadActivation> storedOperand(NodeReader& node, const ReadParameter& stored, const ReadActivation& other)
{
    if (stored.shape.rank() < 2 || other.rank() < 2)
        return unmapped("one of its inputs is no matrix");
    ReadActivation axes = other;
    const std::size_t last = axes.rank() - 1;
    const std::size_t own = stored.shape.rank() - 1;
    axes.extents[last - 1] = stored.shape[own - 1];
    axes.extents[last] = stored.shape[own];
    if (axes.batch && *axes.batch + 2 > last)
        return unmapped("it multiplies samples with one another");
    ReadParameter each = stored;
    if (axes.batch && stored.shape.rank() >= axes.rank() - *axes.batch) {
        std::vector<std::int64_t> extents = stored.shape.extents();
        const auto at = extents.begin() + static_cast<std::ptrdiff_t>(*axes.batch + extents.size() - axes.rank());
        if (*at != 1 || !axes.isBatchAlone())
            return unmapped("it multiplies by a stored tensor that has values for each sample");
        extents.erase(at);
        each.view.push_back({"reshape", {{"shape", Shape(extents)}}});
        each.shape = Shape(extents);
    }
    return node.graph.addValues(each, axes.sample(), node.graph.layerName(node.node))
        .map([&](const ReadActivation& given) { return axes.with(given); });
}

/// What a layer gives out, or rows that are known before the model runs, one for each sample: the first states of a
/// cell, which an export for a fixed number of samples writes down.
Result<ReadActivation> rowsOf(NodeReader& node, std::size_t place)
{
    const ReadParameter* const stored = node.parameter(place);
    if (stored == nullptr || stored->shape.rank() != 2)
        return node.needAnyActivation(place);
    ReadParameter row = *stored;
    const std::int64_t rows = row.shape[0];
    const Shape sample = {row.shape[1]};
    if (rows != 1) {
        const auto known = node.graph.numbersOf(row);
        const auto width = static_cast<std::size_t>(row.shape[1]);
        bool are_alike = known && node.graph.fixedBatch() == rows;
        for (std::size_t i = width; are_alike && i < known->values.size(); ++i)
            are_alike = known->values[i] == known->values[i - width];
        if (!are_alike)
            return unmapped("its stored rows of " + row.shape.toString() + " are not one for each sample, all alike");
        row.view.push_back({"slice",
                            {{"axis", std::int64_t{0}},
                             {"start", std::int64_t{0}},
                             {"stop", std::int64_t{1}},
                             {"step", std::int64_t{1}}}});
    }
    row.view.push_back({"reshape", {{"shape", sample}}});
    row.shape = sample;
    return node.graph.addValues(row, sample, node.graph.layerName(node.node) + "_start");
}

Result<void> gemm(NodeReader& node)
{
    if (node.integer("transA", 0) != 0)
        return unmapped("it reads its input transposed");
    const double alpha = node.real("alpha", 1);
    const Result<ReadActivation> input = rowsOf(node, 0);
    if (!input)
        return tl::unexpected(input.error());
    if (input->rank() != 2)
        return unmapped("its input is not a row a sample");
    const bool is_transpose = node.integer("transB", 0) != 0;
    const ReadParameter* const weight = node.parameter(1);
    const double beta = node.real("beta", 1);
    const bool has_sum = node.has(2) && beta != 0;
    const ReadParameter* const bias = has_sum ? node.parameter(2) : nullptr;
    const auto scaled = [](ReadParameter stored, double factor) {
        if (factor != 1)
            stored.view.push_back({"scale", {{"factor", factor}}});
        return stored;
    };
    if (weight == nullptr) {
        const Result<ReadActivation> other = node.needAnyActivation(1);
        if (!other)
            return tl::unexpected(other.error());
        const Result<ReadActivation> both = product(node, *input, *other, false, is_transpose);
        if (!both)
            return tl::unexpected(both.error());
        node.give(*both);
        if (alpha != 1) {
            if (const auto done = node.giveElementwise("affine", {{"factor", alpha}}, *both); !done)
                return done;
        }
    } else {
        const bool has_own_bias = bias != nullptr && bias->shape.elementCount() > 0 &&
                                  bias->shape.elementCount() == weight->shape[is_transpose ? 0 : 1];
        const ReadParameter own = has_own_bias ? scaled(*bias, beta) : ReadParameter();
        const Result<LayerId> layer = dense(node, *input, scaled(*weight, alpha), is_transpose, has_own_bias);
        if (!layer)
            return tl::unexpected(layer.error());
        if (has_own_bias)
            return node.graph.setSlot(*layer, "bias", own);
    }
    if (!has_sum)
        return {};
    const ReadValue sum = node.graph.value(node.node.outputs.front());
    ReadValue added = node.input(2);
    if (const auto* const stored = std::get_if<ReadParameter>(&added); stored != nullptr && beta != 1) {
        if (const auto viewed = node.giveView(*stored, {"scale", {{"factor", beta}}}); !viewed)
            return viewed;
        added = node.graph.value(node.node.outputs.front());
    } else if (beta != 1) {
        const auto product_of_both =
            combinedPair(node, "Mul", added,
                         ReadNumbers{.shape = {}, .values = {beta}, .batches = {}, .kind = ReadNumbers::Kind::Real});
        if (!product_of_both)
            return tl::unexpected(product_of_both.error());
        added = *product_of_both;
    }
    return combinedPair(node, "Add", sum, added).map([&](const ReadValue& given) { node.give(given); });
}

/// W x, x being columns: what a Dense gives, turned.
Result<void> denseOfColumns(NodeReader& node, const ReadParameter& weight, const ReadActivation& columns)
{
    ReadActivation rows = columns;
    std::swap(rows.extents[0], rows.extents[1]);
    rows.batch = 0;
    return dense(node, rows, weight, true, false).map([&](LayerId layer) {
        ReadActivation given = columns.with(node.graph.output(layer));
        given.extents[0] = weight.shape[0];
        node.give(given);
    });
}

Result<void> matMul(NodeReader& node)
{
    const ReadParameter* const left = node.parameter(0);
    const ReadParameter* const right = node.parameter(1);
    // Rows that the exporter wrote down, times a stored matrix: as what a layer gives out.
    const bool is_of_rows =
        left != nullptr && right != nullptr && left->shape.rank() == 2 && !node.graph.isTrainable(left->tensor);
    if (left != nullptr && !is_of_rows) {
        const ReadParameter stored = *left;
        const Result<ReadActivation> b = node.needAnyActivation(1);
        if (!b)
            return tl::unexpected(b.error());
        if (b->rank() == 2 && b->batch == 1U && b->isBatchAlone() && stored.shape.rank() == 2)
            return denseOfColumns(node, stored, *b);
        return storedOperand(node, stored, *b)
            .and_then([&](const ReadActivation& a) { return product(node, a, *b, false, false); })
            .map([&](const ReadActivation& both) { node.give(both); });
    }
    const Result<ReadActivation> a = is_of_rows ? rowsOf(node, 0) : node.needAnyActivation(0);
    if (!a)
        return tl::unexpected(a.error());
    if (right == nullptr) {
        const Result<ReadActivation> b = node.needAnyActivation(1);
        if (!b)
            return tl::unexpected(b.error());
        return product(node, *a, *b, false, false).map([&](const ReadActivation& both) { node.give(both); });
    }
    ReadParameter weight = *right;
    if (weight.shape.rank() == 1) {
        weight.view.push_back({"reshape", {{"shape", Shape{weight.shape[0], 1}}}});
        weight.shape = Shape{weight.shape[0], 1};
        return dense(node, *a, weight, false, false).map([&](LayerId layer) {
            ReadActivation given = a->with(node.graph.output(layer));
            given.extents.pop_back();
            node.give(given);
        });
    }
    if (weight.shape.rank() == 2)
        return dense(node, *a, weight, false, false).map([](LayerId) {});
    return storedOperand(node, weight, *a)
        .and_then([&](const ReadActivation& b) { return product(node, *a, b, false, false); })
        .map([&](const ReadActivation& both) { node.give(both); });
}

} // namespace

const OperatorImports& linearOperatorImports()
{
    static const OperatorImports family("linear", {{"Gemm", gemm}, {"MatMul", matMul}});
    return family;
}

} // namespace ligature
