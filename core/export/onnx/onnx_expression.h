// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/export/onnx/onnx_layer.h"

namespace ligature {

/// A layer that is one expression (LayerType::formula()), as a chain of elementary operators.
[[nodiscard]] std::string writeExpressionNodes(const OnnxLayerNodes& layer);

} // namespace ligature
