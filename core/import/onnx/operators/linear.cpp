// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

/// A Dense layer with the matrix, which is stored (in_features, out_features) unless it is said to be the transpose.
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
    if (input.shape.rank() == 0 || input.shape.extents().back() != weight.shape[1])
        return unmapped("its weight does not fit its input");
    Result<LayerId> layer = node.give("dense", {{"out_features", weight.shape[0]}, {"bias", bias}}, {input});
    if (!layer)
        return layer;
    if (const auto set = node.graph.setSlot(*layer, "weight", std::move(weight)); !set)
        return tl::unexpected(set.error());
    return layer;
}

Result<void> gemm(NodeReader& node)
{
    if (node.real("alpha", 1) != 1 || node.real("beta", 1) != 1 || node.integer("transA", 0) != 0)
        return unmapped("it scales its operands, or reads its input transposed");
    const Result<ReadActivation> input = node.needActivation(0);
    const Result<ReadParameter> weight = node.needParameter(1);
    if (!input || !weight)
        return tl::unexpected(input ? weight.error() : input.error());
    if (input->shape.rank() != 1)
        return unmapped("its input is not a row a sample");
    const Result<LayerId> layer = dense(node, *input, *weight, node.integer("transB", 0) != 0, node.has(2));
    if (!layer)
        return tl::unexpected(layer.error());
    if (!node.has(2))
        return {};
    const Result<ReadParameter> bias = node.needParameter(2);
    return bias ? node.graph.setSlot(*layer, "bias", *bias) : tl::unexpected(bias.error());
}

Result<void> matMul(NodeReader& node)
{
    using Layout = ReadSequence::Layout;
    const auto* const sequence = std::get_if<ReadSequence>(&node.input(0));
    const ReadParameter* const matrix = node.parameter(1);
    if (sequence != nullptr && matrix != nullptr &&
        (sequence->layout == Layout::Rows || sequence->layout == Layout::Steps)) {
        // Whatever the axes before the last are, a Dense layer works on that one.
        const ReadSequence from = *sequence;
        return dense(node, from.of, *matrix, false, false).map([&](LayerId layer) {
            node.give(ReadSequence{node.graph.output(layer), from.layout});
        });
    }
    const Result<ReadActivation> a = node.needActivation(0);
    if (!a)
        return tl::unexpected(a.error());
    if (const ReadParameter* const weight = node.parameter(1))
        return dense(node, *a, *weight, false, false).map([](LayerId) {});
    const Result<ReadActivation> b = node.needActivation(1);
    if (!b)
        return tl::unexpected(b.error());
    return node.give("matrix_product", {}, {*a, *b}).map([](LayerId) {});
}

} // namespace

const OperatorImports& linearOperatorImports()
{
    static const OperatorImports family("linear", {{"Gemm", gemm}, {"MatMul", matMul}});
    return family;
}

} // namespace ligature
