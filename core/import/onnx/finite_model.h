// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/imported_model.h"
#include "core/onnx/onnx_model.h"

namespace ligature {

/// An error where a parameter's values are not all finite, which names the model's tensor and the element. Constants
/// that are no parameter's may be infinite, as masks are.
[[nodiscard]] Result<ImportedModel> checkedFinite(Result<ImportedModel> imported, const OnnxModel& model,
                                                  const std::string& where);

} // namespace ligature
