// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/error/result.h"
#include "core/import/imported_model.h"
#include "core/program/weights.h"
#include "core/project/project.h"
#include "core/training/trained_state.h"

namespace ligature {

/// Where a project's imported weights are: "name.runs/imported" beside "name.ligature". It is a folder as a training
/// leaves one, so that `export --weights` takes it, and where the data can be read `train --resume` trains on from it.
[[nodiscard]] std::filesystem::path importedWeightsFolder(const std::filesystem::path& project_file);

/// What a training of a project starts from that goes on from those weights of its tied network: no step done, no
/// optimizer state, and the twin with what its uses read.
[[nodiscard]] Result<TrainingState> stateFrom(const Project& project, const Weights& weights);

/// What was written, and why what was not.
struct WrittenImport {
    std::filesystem::path weights;           ///< the folder
    std::optional<Error> no_checkpoint = {}; ///< why a training cannot go on from it as it is
};

/// Writes the weights of a project's tied network into its folder, in the place of what was there. On an error nothing
/// is changed. That a training cannot go on from them, because its data cannot be read, is none.
[[nodiscard]] Result<WrittenImport> writeImportedWeights(const Project& project, const Weights& weights,
                                                         const std::filesystem::path& project_file);
/// The same with the project's file: both or none.
[[nodiscard]] Result<WrittenImport> writeImportedModel(const ImportedModel& model,
                                                       const std::filesystem::path& project_file);

} // namespace ligature
