// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/data/dataset.h"
#include "core/experiment/run_result.h"
#include "core/project/project.h"

namespace ligature {

/// One run of an experiment, to be trained.
struct RunToTrain {
    Project project; ///< its training settings have one arm
    std::string key;
    std::shared_ptr<const Dataset> dataset;
    std::filesystem::path running; ///< where it leaves what it goes on from; empty: nowhere
    std::chrono::milliseconds checkpoint_interval = std::chrono::seconds(20);
    bool measures_test = true; ///< at its end, on the samples that are kept for a test
    /// The steps that were done since it last told, now and then; first those that an earlier call did.
    std::function<void(std::int64_t steps, bool is_earlier)> progress = {};
    /// Where it waits while the experiment is paused.
    std::function<void()> between_slices = {};
    /// Keeps the result for good. What the run went on from goes after it only, so that no kill takes both.
    std::function<Result<void>(RunResult&)> keep = {};
};

/// Trains it to its end, from where an earlier call was stopped or killed, with the same bits as if it had not been. A
/// divergence is a result. Nothing where it was stopped: what it goes on from is written then. Works where it is
/// called.
/// @return an error where it cannot be trained, or what it goes on from or comes to cannot be written
[[nodiscard]] Result<std::optional<RunResult>> trainRun(const RunToTrain& run, const std::stop_token& stop = {});

/// Takes away what a run that is through would go on from, after a kill came between its end and that. Leaves it where
/// a process trains there.
void removeWhatRunGoesOnFrom(const std::filesystem::path& running);

/// Whether a process, or this one, trains there now.
[[nodiscard]] bool isInTraining(const std::filesystem::path& running);

} // namespace ligature
