// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
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

/// The batch's extent, as a list of one number, before others.
std::string withBatch(const OnnxLayerNodes& layer, const Shape& shape)
{
    const std::string batch =
        layer.add("Shape", {layer.inputs[0]}, {{"start", std::int64_t{0}}, {"end", std::int64_t{1}}});
    if (shape.rank() == 0)
        return batch;
    return layer.add("Concat", {batch, layer.graph.integers(shape.extents())}, {{"axis", std::int64_t{0}}});
}

std::string values(const OnnxLayerNodes& layer)
{
    return layer.give("Expand", {layer.slot("values"), withBatch(layer, layer.output_shape)});
}

std::string permute(const OnnxLayerNodes& layer)
{
    std::vector<std::int64_t> axes = layer.attributes.get<Shape>("axes").extents();
    axes.insert(axes.begin(), 0);
    // A Transpose that moves nothing is one that ONNX Runtime 1.16 fuses into a Gemm as one that does.
    if (std::ranges::is_sorted(axes))
        return layer.give("Identity", {layer.inputs[0]});
    return layer.give("Transpose", {layer.inputs[0]}, {{"perm", axes}});
}

std::string expand(const OnnxLayerNodes& layer)
{
    // An extent of 1 takes the input's, the batch's too.
    std::vector<std::int64_t> extents = layer.output_shape.extents();
    std::string input = layer.inputs[0];
    if (layer.input_shapes[0].rank() != layer.output_shape.rank()) {
        std::vector<std::int64_t> same = layer.input_shapes[0].extents();
        same.insert(same.begin(), layer.output_shape.rank() - same.size(), 1);
        input = layer.add("Reshape", {input, layer.batchOf(Shape(same))});
    }
    extents.insert(extents.begin(), 1);
    return layer.give("Expand", {input, layer.graph.integers(extents)});
}

std::string flip(const OnnxLayerNodes& layer)
{
    OnnxGraph& graph = layer.graph;
    return layer.give("Slice", {layer.inputs[0], graph.integers({-1}),
                                graph.integers({std::numeric_limits<std::int32_t>::min()}),
                                graph.integers({layer.integer("axis")}), graph.integers({-1})});
}

std::string stridedRead(const OnnxLayerNodes& layer)
{
    const auto& strides = layer.attributes.get<Shape>("strides");
    std::vector<std::int64_t> places = {layer.integer("offset")};
    for (std::size_t axis = 0; axis < strides.rank(); ++axis) {
        std::vector<std::int64_t> wider;
        for (const std::int64_t place : places) {
            for (std::int64_t i = 0; i < layer.output_shape[axis]; ++i)
                wider.push_back(place + i * strides[axis]);
        }
        places = std::move(wider);
    }
    const std::string flat = layer.add("Flatten", {layer.inputs[0]}, {{"axis", std::int64_t{1}}});
    const std::string table = layer.graph.tensor({.name = {}, .shape = layer.output_shape, .values = std::move(places)},
                                                 layer.name + "/places");
    return layer.give("Gather", {flat, table}, {{"axis", std::int64_t{1}}});
}

std::string pad(const OnnxLayerNodes& layer)
{
    std::vector<std::int64_t> pads;
    for (const char* const name : {"before", "behind"}) {
        const std::vector<std::int64_t>& places = layer.attributes.get<Shape>(name).extents();
        pads.insert(pads.end(), layer.input_shapes[0].rank() + 1 - places.size(), 0);
        pads.insert(pads.end(), places.begin(), places.end());
    }
    const std::string& mode = layer.choice("mode");
    if (mode != "constant")
        return layer.give("Pad", {layer.inputs[0], layer.graph.integers(pads)},
                          {{"mode", std::string(mode == "replicate" ? "edge" : mode)}});
    return layer.give("Pad", {layer.inputs[0], layer.graph.integers(pads), layer.graph.real(layer.real("value"))});
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
                                             {"values", values},
                                             {"permute", permute},
                                             {"expand", expand},
                                             {"flip", flip},
                                             {"strided_read", stridedRead},
                                             {"pad", pad},
                                             {"sum", sum},
                                             {"mean", mean}});
    return family;
}

} // namespace ligature
