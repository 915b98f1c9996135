// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <variant>
#include <vector>

#include "core/import/imported_model.h"
#include "core/import/weights/weight_mapping.h"

namespace ligature {

/// A safetensors or npz file.
struct WeightFile {
    std::vector<NamedTensor> tensors;
};

/// What a file turned out to be.
using ImportFile = std::variant<ImportedModel, WeightFile>;

/// Reads a file to be imported, by its ending, in small letters or capitals: .onnx, .safetensors or .npz. An
/// error, before it is read, where there is not the memory for it.
[[nodiscard]] Result<ImportFile> readImportFile(const std::filesystem::path& file);

/// What the dialog for files says: "Models and weights (*.onnx *.safetensors *.npz)".
[[nodiscard]] std::string importFileFilter();

/// Which tensors belong to which parameters of a project's tied network. An error where the network cannot be trained
/// and so has no parameters to speak of.
[[nodiscard]] Result<WeightMapping> mapWeights(const Project& project, const WeightFile& file);

} // namespace ligature
