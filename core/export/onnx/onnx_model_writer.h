// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export/exporter.h"
#include "core/onnx/onnx_model.h"

namespace ligature {

/// The key of the metadata property that holds the project file of what was exported, for the import. The others are
/// those of safetensorsMetadata().
inline constexpr const char* onnxProjectKey = "ligature_project";
/// And that of the initializers' names by parameters' names, as far as they differ.
inline constexpr const char* onnxInitializersKey = "ligature_initializers";

/// What a network predicts as an ONNX model: inputs "features" (N, the first Input's shape) and, only where a
/// prediction is made of them, "targets"; an output a prediction, named after its layer; an initializer for each of the
/// request's parameters, in their order, without its values (fillInitializers()). An error names the first layer or tie
/// that there are no nodes for.
[[nodiscard]] Result<OnnxModel> writeOnnxModel(const ExportRequest& request);

/// Puts the values in.
void fillInitializers(OnnxModel& model, const Weights& weights);

} // namespace ligature
