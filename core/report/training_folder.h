// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/export/exporter.h"
#include "core/report/report.h"

/// The folder that a training leaves behind (`ligature-cli train --out DIR`):
///   tied.safetensors, untied.safetensors                        the trained values, each storage once
///   tied.checkpoint.safetensors, untied.checkpoint.safetensors  what going on needs
///   history.csv                                                 see history_file.h
///   steps.csv                                                   every step, where that was asked for; see step_log.h
///   uses.csv                                                    see uses_file.h; where uses were watched
///   tensorboard/ARM/events.out.tfevents.ligature                see event_file.h; where that was asked for
///   report.html                                                 see report.h
/// All but the step log, which is only added to, are of one moment: they are replaced together or not at all, also
/// where the program is killed or the disk is full.
namespace ligature {

class Replacement;

/// Where the runs of a project are: "name.runs" beside "name.ligature", a folder each.
[[nodiscard]] std::filesystem::path runsFolder(std::filesystem::path project_file);

/// Writes all of it. Files of arms that this training does not have are removed, since they are of another one.
[[nodiscard]] Result<void> writeTrainingFolder(const std::filesystem::path& folder, const Trainer& trainer,
                                               const TrainingReport& report);

/// The same as a part of what is replaced together.
[[nodiscard]] Result<void> writeTrainingFiles(Replacement& files, const std::filesystem::path& folder,
                                              const Trainer& trainer, const TrainingReport& report);

/// The history that the folder holds, without what came after the step; empty where it holds none.
[[nodiscard]] Result<std::vector<History>> readHistoryUntil(const std::filesystem::path& folder, std::int64_t step);

/// What the folder holds of the uses, without what came after the step; empty where it holds nothing.
/// @param watched what there is to be watched
[[nodiscard]] Result<std::vector<UseGradients>>
readUsesUntil(const std::filesystem::path& folder, const std::vector<WatchedUses>& watched, std::int64_t step);

/// Which variants the folder has trained values of: the types of arms in their order, then those that people made.
/// A file of weights alone is an arm's only where it has a type's name; one with a checkpoint beside it always.
[[nodiscard]] std::vector<ArmId> trainedVariants(const std::filesystem::path& folder);

/// All whose files the folder may have, which a training or an import that does not have them takes away: also a type's
/// weights or checkpoint alone, after an older program was killed.
[[nodiscard]] std::vector<ArmId> armsThatLeftFiles(const std::filesystem::path& folder);

/// The trained values of one variant of the project. An error where the file's tensors are not the network's.
[[nodiscard]] Result<ExportRequest> readTrained(const std::filesystem::path& folder, const Project& project,
                                                ArmId variant);

/// The file names in the folder.
[[nodiscard]] std::string weightsFileName(ArmId variant);
inline constexpr const char* historyFileName = "history.csv";
inline constexpr const char* usesFileName = "uses.csv";
inline constexpr const char* stepLogFileName = "steps.csv";
inline constexpr const char* reportFileName = "report.html";

} // namespace ligature
