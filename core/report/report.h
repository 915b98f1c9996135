// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/training/history.h"
#include "core/training/trainer.h"

namespace ligature {

/// A training as a report shows it.
struct TrainingReport {
    Project project; ///< with the settings that it was trained with
    std::string data_name;
    std::int64_t training_samples = 0;
    std::int64_t validation_samples = 0;
    std::int64_t total_steps = 0; ///< that were planned; fewer were done when the training was stopped
    int threads = 1;
    std::string date;               ///< as people write it; may be empty
    std::vector<History> histories; ///< one for each variant that was trained
    std::optional<TwinCheck> twin_check;
    std::optional<Divergence> divergence;
    std::vector<WatchedUses> watched_uses;   ///< the shared parameters with several uses
    std::vector<UseGradients> use_gradients; ///< empty where the uses were not watched
};

/// One HTML page that opens offline: curves, counts by storage, what each use of a shared
/// parameter added, settings, the twin check and times. The bytes depend
/// on nothing but the report.
[[nodiscard]] std::string writeReport(const TrainingReport& report);

/// What a curve shows of at most so many events: of each bucket the least, the greatest and the last loss, so that no
/// spike is lost. In order; non-finite losses are kept.
[[nodiscard]] std::vector<MetricEvent> thinned(const std::vector<MetricEvent>& events, std::size_t most);

} // namespace ligature
