// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/onnx/onnx_graph.h"
#include "core/export/onnx/onnx_reads.h"
#include "core/layers/layer_type.h"

namespace ligature {

/// One layer, to be written as nodes. Shapes are per sample; values have the batch before.
struct OnnxLayerNodes {
    OnnxGraph& graph;
    OnnxReads& reads;
    LayerId layer;
    const LayerType* type = nullptr;
    std::string name; ///< the user's
    Attributes attributes;
    std::vector<std::string> inputs = {};
    std::vector<Shape> input_shapes = {};
    Shape output_shape = {};
    std::string data = {}; ///< of an Input or a Target: what the model is given
    Shape data_shape = {};

    /// A value on the way.
    [[nodiscard]] std::string add(const std::string& op, std::vector<std::string> operands,
                                  OnnxAttributes with = {}) const
    {
        return graph.add(op, std::move(operands), std::move(with), name + "/" + op);
    }
    /// The layer's output, which has its name.
    [[nodiscard]] std::string give(const std::string& op, std::vector<std::string> operands,
                                   OnnxAttributes with = {}) const
    {
        return graph.add(op, std::move(operands), std::move(with), name);
    }
    [[nodiscard]] bool has(const std::string& of) const;
    /// What the slot reads.
    [[nodiscard]] std::string slot(const std::string& of) const { return reads.value({layer, of}); }
    [[nodiscard]] OnnxReads::Matrix matrix(const std::string& of) const { return reads.matrix({layer, of}); }
    /// What the matrix is, transposed.
    [[nodiscard]] std::string transposedMatrix(const std::string& of) const;
    /// The shape with the batch's axis before, for a Reshape that keeps the batch.
    [[nodiscard]] std::string batchOf(const Shape& shape) const;
    /// `extent` numbers, all 1 or all 0, where an operator wants what the layer does not have.
    [[nodiscard]] std::string filled(std::int64_t extent, float value) const;
    /// The last axis of the first input.
    [[nodiscard]] std::int64_t features() const { return input_shapes[0].extents().back(); }
    [[nodiscard]] double real(const std::string& attribute) const { return attributes.get<double>(attribute); }
    [[nodiscard]] std::int64_t integer(const std::string& attribute) const
    {
        return attributes.get<std::int64_t>(attribute);
    }
    [[nodiscard]] const std::string& choice(const std::string& attribute) const
    {
        return attributes.get<std::string>(attribute);
    }
    [[nodiscard]] bool flag(const std::string& attribute) const { return attributes.get<bool>(attribute); }
};

/// A kind of layer: its type's name, and what adds its nodes and gives the value of its output.
struct OnnxLayer {
    std::string_view type;
    std::string (*write)(const OnnxLayerNodes& layer);
};

/// How layers are written as ONNX nodes: a family of kinds a file of core/export/onnx/layers/ and one line in the list.
/// A kind that is in none is refused by name.
class OnnxLayers {
public:
    OnnxLayers(std::string_view family, std::vector<OnnxLayer> kinds) : m_name(family), m_layers(std::move(kinds)) {}
    [[nodiscard]] std::string_view name() const { return m_name; }
    [[nodiscard]] std::span<const OnnxLayer> layers() const { return m_layers; }

private:
    std::string_view m_name;
    std::vector<OnnxLayer> m_layers;
};

[[nodiscard]] std::span<const OnnxLayers* const> onnxLayerFamilies();
[[nodiscard]] const OnnxLayers* findOnnxLayers(std::string_view name);

/// Of a layer type; of one that is an expression and in no family, what follows from that.
[[nodiscard]] const OnnxLayer* findOnnxLayer(std::string_view type);

} // namespace ligature
