// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/imported_model.h"
#include "core/onnx/onnx_model.h"

namespace ligature {

/// Whether Ligature exported it: then it holds the project that it was exported from.
[[nodiscard]] bool isExportedModel(const OnnxModel& model);

/// That project, with the initializers' values. An error where the project is damaged or its parameters are not the
/// initializers.
[[nodiscard]] Result<ImportedModel> readExportedModel(const OnnxModel& model, const std::string& where);

} // namespace ligature
