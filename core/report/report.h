// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/training/history.h"
#include "core/training/recorder.h"
#include "core/training/trainer.h"

namespace ligature {

/// A training as a report shows it: what was recorded, and of what.
struct TrainingReport : RunRecord {
    Project project; ///< with the settings that it was trained with
    std::string data_name;
    std::int64_t training_samples = 0;
    std::int64_t validation_samples = 0;
    std::int64_t total_steps = 0; ///< that were planned; fewer were done when the training was stopped
    int threads = 1;
    std::string date; ///< as people write it; may be empty
    /// When it began, in seconds since 1970, where its folder is to have event files for TensorBoard.
    std::optional<double> event_files_began = {};
    bool has_step_log = false; ///< its folder has a log of every step
};

/// One HTML page that opens offline: curves, counts by storage, what each use of a shared
/// parameter added, settings, the twin check and times. The bytes depend
/// on nothing but the report.
[[nodiscard]] std::string writeReport(const TrainingReport& report);

/// What a curve shows of at most so many events: of each bucket the least, the greatest and the last loss, so that no
/// spike is lost. In order; non-finite losses are kept.
[[nodiscard]] std::vector<MetricEvent> thinned(const std::vector<MetricEvent>& events, std::size_t most);

} // namespace ligature
