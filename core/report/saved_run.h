// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/project/project.h"
#include "core/training/history.h"
#include "core/training/trained_state.h"
#include "core/training/trainer.h"

/// The training that is saved with a project, as the folder "NAME.runs/trained" beside "NAME.ligature": a training's
/// folder (training_folder.h), and in "run.ligature" the project as it was trained. What is trained goes on from it
/// when the project is opened again.
namespace ligature {

struct RunToSave {
    Project project; ///< the network as it is, with the settings that it was trained with
    std::shared_ptr<const TrainingState> state;
    std::shared_ptr<const Dataset> dataset; ///< nothing: it is loaded
    std::vector<History> histories;
    std::optional<TwinCheck> twin_check;
};

/// Writes the run beside the project's file, in the place of the one that was saved before: all of it or nothing.
[[nodiscard]] Result<void> saveRun(const RunToSave& run, const std::filesystem::path& project_file);

struct SavedRun {
    std::filesystem::path folder;
    TrainingSettings settings; ///< that it was trained with
    std::vector<History> histories;
};

/// Nothing: there is none, or the network is another one than was trained.
[[nodiscard]] Result<std::optional<SavedRun>> savedRunOf(const Project& project,
                                                         const std::filesystem::path& project_file);

} // namespace ligature
