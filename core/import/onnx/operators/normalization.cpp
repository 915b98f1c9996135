// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/import/onnx/operator_import.h"

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
    // ONNX says how much of the old statistics stays, PyTorch how much of the new ones comes.
    const double momentum = std::clamp(std::round((1 - node.real("momentum", 0.9)) * 1e6) / 1e6, 0.0, 1.0);
    const Result<LayerId> layer =
        node.give("batch_norm", {{"eps", node.real("epsilon", 1e-5)}, {"momentum", momentum}}, {*input});
    if (!layer)
        return tl::unexpected(layer.error());
    return setSlots(node, *layer, {"weight", "bias", "running_mean", "running_var"});
}

Result<void> layerNormalization(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const Result<std::size_t> axis = onnxSampleAxis(node.integer("axis", -1), *input);
    if (!axis)
        return tl::unexpected(axis.error());
    if (*axis + 1 != input->shape.rank())
        return unmapped("it is not over the last axis alone");
    const bool has_bias = node.has(2);
    const Result<LayerId> layer = node.give(
        "layer_norm", {{"eps", node.real("epsilon", 1e-5)}, {"affine", node.has(1)}, {"bias", has_bias}}, {*input});
    if (!layer)
        return tl::unexpected(layer.error());
    if (!node.has(1))
        return {};
    return has_bias ? setSlots(node, *layer, {"weight", "bias"}) : setSlots(node, *layer, {"weight"});
}

} // namespace

const OperatorImports& normalizationOperatorImports()
{
    static const OperatorImports family(
        "normalization", {{"BatchNormalization", batchNormalization}, {"LayerNormalization", layerNormalization}});
    return family;
}

} // namespace ligature
