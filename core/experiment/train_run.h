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
    /// The steps that were done since it last told, now and then.
    std::function<void(std::int64_t)> progress = {};
    /// Where it waits while the experiment is paused.
    std::function<void()> between_slices = {};
};

/// Trains it to its end, from where an earlier call was stopped or killed, with the same bits as if it had not been. A
/// divergence is a result. Nothing where it was stopped: what it goes on from is written then. Works where it is
/// called.
/// @return an error where it cannot be trained, or what it goes on from cannot be written
[[nodiscard]] Result<std::optional<RunResult>> trainRun(const RunToTrain& run, const std::stop_token& stop = {});

} // namespace ligature
