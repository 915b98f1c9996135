// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

std::string batchNorm(const OnnxLayerNodes& layer)
{
    const std::int64_t channels = layer.input_shapes[0][0];
    const std::string weight = layer.has("weight") ? layer.slot("weight") : layer.filled(channels, 1);
    const std::string bias = layer.has("bias") ? layer.slot("bias") : layer.filled(channels, 0);
    return layer.give("BatchNormalization",
                      {layer.inputs[0], weight, bias, layer.slot("running_mean"), layer.slot("running_var")},
                      {{"epsilon", layer.real("eps")}});
}

std::string layerNorm(const OnnxLayerNodes& layer)
{
    const std::string weight = layer.has("weight") ? layer.slot("weight") : layer.filled(layer.features(), 1);
    // The operator can do without, but where a sum comes before it ONNX Runtime 1.16 then ends the process.
    const std::string bias = layer.has("bias") ? layer.slot("bias") : layer.filled(layer.features(), 0);
    // The mean is taken off before. It changes nothing but the digits that are left: ONNX Runtime 1.16 takes the
    // variance for the mean square less the squared mean, which of numbers that are alike leaves few of a float's or
    // none.
    const std::string mean = layer.add("ReduceMean", {layer.inputs[0]}, {{"axes", std::vector<std::int64_t>{-1}}});
    return layer.give("LayerNormalization", {layer.add("Sub", {layer.inputs[0], mean}), weight, bias},
                      {{"axis", std::int64_t{-1}}, {"epsilon", layer.real("eps")}});
}

std::string rmsNorm(const OnnxLayerNodes& layer)
{
    const std::string square = layer.add("Mul", {layer.inputs[0], layer.inputs[0]});
    const std::string mean = layer.add("ReduceMean", {square}, {{"axes", std::vector<std::int64_t>{-1}}});
    const std::string root = layer.add("Sqrt", {layer.add("Add", {mean, layer.graph.real(layer.real("eps"))})});
    if (!layer.has("weight"))
        return layer.give("Div", {layer.inputs[0], root});
    return layer.give("Mul", {layer.add("Div", {layer.inputs[0], root}), layer.slot("weight")});
}

} // namespace

const OnnxLayers& normalizationOnnxLayers()
{
    static const OnnxLayers family("normalization",
                                   {{"batch_norm", batchNorm}, {"layer_norm", layerNorm}, {"rms_norm", rmsNorm}});
    return family;
}

} // namespace ligature
