// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/import/onnx/operand_pair.h"

namespace ligature {

namespace {

/// The slots, from the node's second input on.
Result<void> setSlots(NodeReader& node, LayerId layer, std::initializer_list<const char*> slots)
{
    std::size_t place = 0;
    for (const char* const slot : slots) {
        const Result<ReadParameter> parameter = node.needParameter(++place);
        if (!parameter)
            return tl::unexpected(parameter.error());
        if (auto set = node.graph.setSlot(layer, slot, *parameter); !set)
            return set;
    }
    return {};
}

Result<void> batchNormalization(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    if (node.integer("training_mode", 0) != 0)
        return unmapped("it is in training mode");
    if (node.integer("spatial", 1) == 0 && input->shape.rank() > 1)
        return unmapped("it normalises each place of an image (spatial = 0)");
    // ONNX says how much of the old statistics stays, PyTorch how much of the new ones comes.
    const double momentum = std::clamp(std::round((1 - node.real("momentum", 0.9)) * 1e6) / 1e6, 0.0, 1.0);
    const Result<LayerId> layer =
        node.give("batch_norm", {{"eps", node.real("epsilon", 1e-5)}, {"momentum", momentum}}, {*input});
    if (!layer)
        return tl::unexpected(layer.error());
    return setSlots(node, *layer, {"weight", "bias", "running_mean", "running_var"});
}

/// What is normalised along its last axis, all axes from one on taken together.
Result<ReadActivation> rowsFrom(NodeReader& node, const ReadActivation& input, std::int64_t asked)
{
    const Result<std::size_t> axis = onnxAxis(asked, input.rank());
    if (!axis)
        return tl::unexpected(axis.error());
    if (input.batch && *input.batch >= *axis)
        return unmapped("it works along the batch's axis");
    const Shape sample = input.sample();
    const std::size_t own = *input.sampleAxis(*axis);
    std::vector<std::int64_t> extents(sample.extents().begin(),
                                      sample.extents().begin() + static_cast<std::ptrdiff_t>(own));
    extents.push_back(sample.elementCount() / Shape(extents).elementCount());
    const bool is_as_given = input.shape.rank() > 0 && input.shape.extents().back() == extents.back();
    return is_as_given ? Result<ReadActivation>(input) : node.graph.shaped(input, Shape(extents));
}

/// A stored tensor of several axes as a vector.
ReadParameter asVector(ReadParameter parameter)
{
    if (parameter.shape.rank() != 1) {
        parameter.shape = Shape{parameter.shape.elementCount()};
        parameter.view.push_back({"reshape", {{"shape", parameter.shape}}});
    }
    return parameter;
}

Result<void> normalizeRows(NodeReader& node, const std::string& type)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const Result<ReadActivation> rows = rowsFrom(node, *input, node.integer("axis", -1));
    if (!rows)
        return tl::unexpected(rows.error());
    for (std::size_t output = 1; output < node.node.outputs.size(); ++output) {
        if (node.graph.readers(node.node.outputs[output]) > 0)
            return unmapped("its mean or its deviation is read");
    }
    const bool has_weight = node.has(1);
    const bool has_bias = node.has(2);
    Attributes attributes = {{"eps", node.real("epsilon", 1e-5)}, {"affine", has_weight}};
    if (type == "layer_norm")
        attributes.set("bias", has_bias);
    const Result<LayerId> layer =
        node.graph.addLayer(type, node.graph.layerName(node.node), std::move(attributes), {*rows});
    if (!layer)
        return tl::unexpected(layer.error());
    node.give(input->with(node.graph.output(*layer)));
    for (const auto& [place, slot] : {std::pair<std::size_t, const char*>{1, "weight"}, {2, "bias"}}) {
        if (!node.has(place))
            continue;
        const Result<ReadParameter> parameter = node.needParameter(place);
        if (!parameter)
            return tl::unexpected(parameter.error());
        if (auto set = node.graph.setSlot(*layer, slot, asVector(*parameter)); !set)
            return set;
    }
    return {};
}

Result<void> layerNormalization(NodeReader& node)
{
    return normalizeRows(node, "layer_norm");
}

Result<void> rmsNormalization(NodeReader& node)
{
    return normalizeRows(node, "rms_norm");
}

Result<void> instanceNormalization(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const Result<LayerId> layer = node.give("instance_norm", {{"eps", node.real("epsilon", 1e-5)}}, {*input});
    return layer ? setSlots(node, *layer, {"weight.values", "bias.values"}) : tl::unexpected(layer.error());
}

Result<void> groupNormalization(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const std::int64_t groups = node.integer("num_groups", 1);
    const Result<LayerId> layer =
        node.give("group_norm", {{"eps", node.real("epsilon", 1e-5)}, {"groups", groups}}, {*input});
    if (!layer)
        return tl::unexpected(layer.error());
    const std::int64_t channels = input->shape[0];
    for (const auto& [place, slot] : {std::pair<std::size_t, const char*>{1, "weight.values"}, {2, "bias.values"}}) {
        const Result<ReadParameter> parameter = node.needParameter(place);
        if (!parameter)
            return tl::unexpected(parameter.error());
        ReadParameter each = *parameter;
        // Before operator set 21 there is one for each group.
        if (each.shape == Shape{groups} && groups != channels) {
            each.view.push_back(
                {"broadcast", {{"axis", std::int64_t{1}}, {"extent", channels / groups}, {"new_axis", true}}});
            each.view.push_back({"reshape", {{"shape", Shape{channels}}}});
            each.shape = Shape{channels};
        }
        if (auto set = node.graph.setSlot(*layer, slot, std::move(each)); !set)
            return set;
    }
    return {};
}

/// Divided by its length along an axis.
Result<void> lpNormalization(NodeReader& node)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const std::int64_t order = node.integer("p", 2);
    const Result<std::size_t> axis = onnxAxis(node.integer("axis", -1), input->rank());
    if (!axis)
        return tl::unexpected(axis.error());
    const Result<std::size_t> own = onnxSampleAxis(static_cast<std::int64_t>(*axis), *input);
    if (!own || (order != 1 && order != 2))
        return unmapped("its norm is no sum of absolute values or squares along an axis of a sample");
    const auto read = node.graph.shaped(*input, input->sample());
    if (!read)
        return tl::unexpected(read.error());
    Result<ReadActivation> length = node.add(order == 1 ? "absolute" : "power", {}, {*read});
    length = length.and_then([&](const ReadActivation& from) {
        return node.add("sum", {{"axis", static_cast<std::int64_t>(*own) + 1}}, {from});
    });
    if (order == 2)
        length = length.and_then([&](const ReadActivation& from) { return node.add("sqrt", {}, {from}); });
    return length
        .and_then([&](const ReadActivation& given) {
            ReadActivation kept = read->with(given);
            kept.extents[*axis] = 1;
            return combinedPair(node, "Div", *read, kept);
        })
        .map([&](const ReadValue& quotient) { node.give(quotient); });
}

} // namespace

const OperatorImports& normalizationOperatorImports()
{
    static const OperatorImports family("normalization", {{"BatchNormalization", batchNormalization},
                                                          {"LayerNormalization", layerNormalization},
                                                          {"RMSNormalization", rmsNormalization},
                                                          {"SimplifiedLayerNormalization", rmsNormalization},
                                                          {"InstanceNormalization", instanceNormalization},
                                                          {"GroupNormalization", groupNormalization},
                                                          {"LpNormalization", lpNormalization}});
    return family;
}

} // namespace ligature
