// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

/// The Dense layer without a bias whose product this is, where nothing else reads it.
std::optional<LayerId> denseBehind(const NodeReader& node, std::size_t place)
{
    const ReadActivation* const read = node.activation(place);
    if (read == nullptr || node.graph.readers(node.node.inputs[place]) != 1)
        return std::nullopt;
    const Layer& layer = node.graph.layer(read->port.layer);
    const bool is_open =
        layer.type == "dense" && layer.attributes.contains("bias") && !layer.attributes.get<bool>("bias");
    return is_open ? std::optional(read->port.layer) : std::nullopt;
}

/// Whether the stored tensor meets every sample alike: it has no axis before a sample's but the batch's, of extent 1.
bool isPerSample(const Shape& stored, const Shape& sample)
{
    return stored.rank() <= sample.rank() || (stored.rank() == sample.rank() + 1 && stored[0] == 1);
}

std::int64_t lastExtent(const Shape& shape)
{
    return shape.rank() == 0 ? 1 : shape.extents().back();
}

Result<void> addParameter(NodeReader& node, std::size_t place, const ReadParameter& parameter)
{
    const ReadActivation input = *node.activation(place);
    if (!isPerSample(parameter.shape, input.shape))
        return unmapped("a stored tensor of " + parameter.shape.toString() + " is added to " + input.shape.toString() +
                        " a sample");
    if (const auto layer = denseBehind(node, place); layer && parameter.shape.rank() > 0 &&
                                                     parameter.shape.elementCount() == lastExtent(input.shape) &&
                                                     lastExtent(parameter.shape) == lastExtent(input.shape)) {
        node.give(input);
        return node.graph.addBias(*layer, parameter);
    }
    if (input.shape.rank() == 2 && parameter.shape.elementCount() == input.shape.elementCount()) {
        const Result<LayerId> layer = node.give("positional_embedding", {}, {input});
        return layer ? node.graph.setSlot(*layer, "weight", parameter) : tl::unexpected(layer.error());
    }
    return unmapped("a stored tensor of " + parameter.shape.toString() + " is added where no layer takes it");
}

/// All inputs, which are activations of one shape.
Result<void> combine(NodeReader& node, const std::string& type)
{
    const Result<std::vector<ReadActivation>> inputs = node.needActivations();
    if (!inputs)
        return tl::unexpected(inputs.error());
    for (const ReadActivation& input : *inputs) {
        if (input.shape != inputs->front().shape)
            return unmapped("its inputs are " + inputs->front().shape.toString() + " and " + input.shape.toString());
    }
    if (inputs->size() < 2)
        return unmapped("it has not two inputs");
    Attributes attributes;
    if (type != "subtract")
        attributes.set("inputs", static_cast<std::int64_t>(inputs->size()));
    return node.give(type, std::move(attributes), *inputs).map([](LayerId) {});
}

Result<void> add(NodeReader& node)
{
    for (const std::size_t place : {std::size_t{0}, std::size_t{1}}) {
        const ReadParameter* const parameter = node.parameter(place);
        if (parameter != nullptr && node.activation(1 - place) != nullptr)
            return addParameter(node, 1 - place, *parameter);
    }
    return combine(node, "add");
}

Result<void> sum(NodeReader& node)
{
    if (node.node.inputs.size() != 1)
        return add(node);
    node.give(ReadValue(node.input(0)));
    return {};
}

Result<void> subtract(NodeReader& node)
{
    return combine(node, "subtract");
}

/// By a factor for each feature, or one for all.
Result<void> scale(NodeReader& node, const ReadActivation& input, const ReadParameter& factors)
{
    const bool is_one = factors.shape.elementCount() == 1;
    const std::int64_t last = lastExtent(input.shape);
    if (!isPerSample(factors.shape, input.shape))
        return unmapped("it multiplies " + input.shape.toString() + " a sample by " + factors.shape.toString());
    if (!is_one && (factors.shape.elementCount() != last || lastExtent(factors.shape) != last))
        return unmapped("it multiplies by " + factors.shape.toString() + ", which is no factor a feature");
    const Result<LayerId> layer = node.give("scale", {{"per", std::string(is_one ? "layer" : "feature")}}, {input});
    return layer ? node.graph.setSlot(*layer, "scale", factors) : tl::unexpected(layer.error());
}

Result<void> multiply(NodeReader& node)
{
    for (const std::size_t place : {std::size_t{0}, std::size_t{1}}) {
        const ReadParameter* const factors = node.parameter(place);
        if (factors == nullptr)
            continue;
        if (const ReadActivation* const input = node.activation(1 - place))
            return scale(node, ReadActivation(*input), ReadParameter(*factors));
        const ReadParameter* const other = node.parameter(1 - place);
        const std::optional<double> factor = node.real(place);
        if (factor && other != nullptr && factors->shape.rank() <= other->shape.rank())
            return node.giveView(*other, {"scale", {{"factor", *factor}}});
    }
    return combine(node, "multiply");
}

} // namespace

const OperatorImports& elementwiseOperatorImports()
{
    static const OperatorImports family("elementwise",
                                        {{"Add", add}, {"Sum", sum}, {"Sub", subtract}, {"Mul", multiply}});
    return family;
}

} // namespace ligature
