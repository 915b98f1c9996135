// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

Result<void> withAttributes(NodeReader& node, const char* type, Attributes attributes)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    return node.give(type, std::move(attributes), {*input}).map([](LayerId) {});
}

/// A layer without attributes.
template <const char* Type>
Result<void> one(NodeReader& node)
{
    return withAttributes(node, Type, {});
}

constexpr char relu[] = "relu";
constexpr char tanhType[] = "tanh";
constexpr char sigmoid[] = "sigmoid";
constexpr char softplus[] = "softplus";

Result<void> leakyRelu(NodeReader& node)
{
    return withAttributes(node, "leaky_relu", {{"negative_slope", node.real("alpha", 0.01)}});
}

Result<void> elu(NodeReader& node)
{
    return withAttributes(node, "elu", {{"alpha", node.real("alpha", 1)}});
}

Result<void> gelu(NodeReader& node)
{
    return withAttributes(node, "gelu", {{"approximate", node.text("approximate", "none")}});
}

Result<void> softmax(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    // Before operator set 13 it was over all axes from that one on.
    const Result<std::size_t> axis =
        onnxSampleAxis(node.integer("axis", node.graph.operatorSet() < 13 ? 1 : -1), *input);
    if (!axis)
        return tl::unexpected(axis.error());
    if (*axis + 1 != input->shape.rank())
        return unmapped("it is not over the last axis");
    if (node.graph.endInClasses(node.node, ReadActivation(*input)))
        return {};
    if (node.node.op == "LogSoftmax")
        return unmapped("there is a layer for it only where the model ends in one score for each class");
    return withAttributes(node, "softmax", {});
}

} // namespace

const OperatorImports& activationOperatorImports()
{
    static const OperatorImports family("activation", {{"Relu", one<relu>},
                                                       {"Tanh", one<tanhType>},
                                                       {"Sigmoid", one<sigmoid>},
                                                       {"Softplus", one<softplus>},
                                                       {"LeakyRelu", leakyRelu},
                                                       {"Elu", elu},
                                                       {"Gelu", gelu},
                                                       {"Softmax", softmax},
                                                       {"LogSoftmax", softmax}});
    return family;
}

} // namespace ligature
