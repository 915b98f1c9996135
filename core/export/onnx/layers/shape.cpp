// SPDX-License-Identifier: GPL-3.0-or-later
#include <numeric>

#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

std::string concatenate(const OnnxLayerNodes& layer)
{
    return layer.give("Concat", layer.inputs, {{"axis", layer.integer("axis")}});
}

std::string slice(const OnnxLayerNodes& layer)
{
    const std::int64_t axis = layer.integer("axis");
    const std::int64_t start = layer.integer("start");
    OnnxGraph& graph = layer.graph;
    if (layer.flag("drop_axis"))
        return layer.give("Gather", {layer.inputs[0], graph.integer(start)}, {{"axis", axis}});
    std::int64_t stop = layer.integer("stop");
    if (stop <= 0)
        stop += layer.input_shapes[0][static_cast<std::size_t>(axis - 1)];
    return layer.give("Slice", {layer.inputs[0], graph.integers({start}), graph.integers({stop}),
                                graph.integers({axis}), graph.integers({layer.integer("step")})});
}

std::string flatten(const OnnxLayerNodes& layer)
{
    return layer.give("Flatten", {layer.inputs[0]}, {{"axis", std::int64_t{1}}});
}

std::string reshape(const OnnxLayerNodes& layer)
{
    return layer.give("Reshape", {layer.inputs[0], layer.batchOf(layer.output_shape)});
}

/// The axes that a sum or a mean takes together; 0 stands for all.
std::vector<std::int64_t> reduced(const OnnxLayerNodes& layer)
{
    if (layer.integer("axis") > 0)
        return {layer.integer("axis")};
    std::vector<std::int64_t> axes(layer.input_shapes[0].rank());
    std::iota(axes.begin(), axes.end(), 1);
    return axes;
}

std::string sum(const OnnxLayerNodes& layer)
{
    const std::vector<std::int64_t> axes = reduced(layer);
    if (axes.empty())
        return layer.inputs[0];
    return layer.give("ReduceSum", {layer.inputs[0], layer.graph.integers(axes)}, {{"keepdims", std::int64_t{0}}});
}

std::string mean(const OnnxLayerNodes& layer)
{
    const std::vector<std::int64_t> axes = reduced(layer);
    if (axes.empty())
        return layer.inputs[0];
    return layer.give("ReduceMean", {layer.inputs[0]}, {{"axes", axes}, {"keepdims", std::int64_t{0}}});
}

} // namespace

const OnnxLayers& shapeOnnxLayers()
{
    static const OnnxLayers family("shape", {{"concatenate", concatenate},
                                             {"slice", slice},
                                             {"flatten", flatten},
                                             {"reshape", reshape},
                                             {"sum", sum},
                                             {"mean", mean}});
    return family;
}

} // namespace ligature
