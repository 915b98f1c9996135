// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/window_attributes.h"

namespace ligature {

namespace {

Result<void> maxPool(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    if (node.node.outputs.size() > 1 && !node.node.outputs[1].empty())
        return unmapped("it gives out the places of the largest elements");
    Result<Attributes> attributes = windowAttributes(node, *input, Shape{}, true);
    if (!attributes)
        return tl::unexpected(attributes.error());
    return node.give("max_pool2d", std::move(*attributes), {*input}).map([](LayerId) {});
}

Result<void> averagePool(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    Result<Attributes> attributes = windowAttributes(node, *input, Shape{}, false);
    if (!attributes)
        return tl::unexpected(attributes.error());
    attributes->set("count_include_pad", node.integer("count_include_pad", 0) != 0);
    return node.give("average_pool2d", std::move(*attributes), {*input}).map([](LayerId) {});
}

/// ONNX keeps the axes of the image, with extents of 1.
Result<void> globalAveragePool(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const Result<LayerId> layer = node.give("global_average_pool", {}, {*input});
    if (!layer)
        return tl::unexpected(layer.error());
    std::vector<std::int64_t> kept(input->shape.rank(), 1);
    kept.front() = input->shape[0];
    return node.giveReshaped(node.graph.output(*layer), Shape(std::move(kept)));
}

} // namespace

const OperatorImports& poolingOperatorImports()
{
    static const OperatorImports family(
        "pooling", {{"MaxPool", maxPool}, {"AveragePool", averagePool}, {"GlobalAveragePool", globalAveragePool}});
    return family;
}

} // namespace ligature
