// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_layer.h"

#include <algorithm>

#include "core/export/onnx/onnx_expression.h"

namespace ligature {

bool OnnxLayerNodes::has(const std::string& of) const
{
    return reads.isThere({layer, of});
}

std::string OnnxLayerNodes::transposedMatrix(const std::string& of) const
{
    const OnnxReads::Matrix read = matrix(of);
    return read.transposed ? read.value
                           : graph.add("Transpose", {read.value}, {{"perm", std::vector<std::int64_t>{1, 0}}},
                                       name + "." + of + "/Transpose");
}

std::string OnnxLayerNodes::batchOf(const Shape& shape) const
{
    std::vector<std::int64_t> extents = shape.extents();
    extents.insert(extents.begin(), 0); // As it is.
    return graph.integers(extents);
}

std::string OnnxLayerNodes::filled(std::int64_t extent, float value) const
{
    return add("ConstantOfShape", {graph.integers({extent})},
               {{"value", NamedTensor{.name = {}, .shape = {1}, .values = std::vector<float>{value}}}});
}

const OnnxLayer* findOnnxLayer(std::string_view type)
{
    for (const OnnxLayers* const family : onnxLayerFamilies()) {
        const auto found = std::ranges::find(family->layers(), type, &OnnxLayer::type);
        if (found != family->layers().end())
            return &*found;
    }
    static const OnnxLayer expression{{}, writeExpressionNodes};
    const LayerType* const declared = findLayerType(type);
    return declared != nullptr && declared->formula() != nullptr ? &expression : nullptr;
}

} // namespace ligature
