// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "core/export/exporter.h"

namespace ligature {

/// What a file of weights says about itself beside the tensors: {"format": "ligature", "project": ..., "variant":
/// "tied" or "untied", "ties": [...]}. A tie is one use of a parameter: {"layer": "decoder", "slot": "weight",
/// "parameter": "W", "view": [{"type": "transpose"}]}, the view being applied first to last and [] where the slot
/// reads the parameter as it is. Names are those of the layers and of the file's tensors.
[[nodiscard]] nlohmann::ordered_json describeExport(const ExportRequest& request);

/// The same as the metadata of a safetensors file, whose values are texts.
[[nodiscard]] std::map<std::string, std::string> safetensorsMetadata(const ExportRequest& request);

/// Sets ExportRequest::drawn where what is exported is the project's tied network as it is drawn now.
void setDrawn(ExportRequest& request, const Project& project);

/// An error where the names of the weights cannot name the tensors of a file: two are equal, or one is `reserved`.
[[nodiscard]] Result<void> checkTensorNames(const Weights& weights, std::string_view reserved);

} // namespace ligature
