// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

/// What the model is given, in the shape that the layer gives it.
std::string given(const OnnxLayerNodes& layer)
{
    if (layer.output_shape == layer.data_shape)
        return layer.data;
    return layer.give("Reshape", {layer.data, layer.batchOf(layer.output_shape)});
}

/// Nothing is dropped where nothing is trained.
std::string dropout(const OnnxLayerNodes& layer)
{
    return layer.inputs[0];
}

} // namespace

const OnnxLayers& dataOnnxLayers()
{
    static const OnnxLayers family("data", {{"input", given}, {"target", given}, {"dropout", dropout}});
    return family;
}

} // namespace ligature
