// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/report/report.h"

namespace ligature::cli {

/// How a training ended.
enum class TrainingEnd { Finished, Stopped, Diverged };
[[nodiscard]] std::string toString(TrainingEnd end); ///< "finished", "stopped", "diverged"

/// Where a training is.
struct TrainingProgress {
    std::int64_t step = 0;
    std::int64_t total_steps = 0; ///< that this call will do, with those that were done before it
    std::int64_t steps_per_epoch = 1;
    std::int64_t epochs = 0;
    double samples_per_second = 0; ///< of all variants together, lately
    double seconds_left = 0;
};

/// Shows a training while it runs.
class TrainingDisplay {
public:
    virtual ~TrainingDisplay() = default;
    /// Says what takes its time before the first step.
    virtual void prepare(const std::string& what) = 0;
    /// @param events what happened since the last call, in order, without the ends
    virtual void update(std::span<const MetricEvent> events, const TrainingProgress& progress) = 0;
    /// @param seen what the uses of these parameters added, where that is watched
    virtual void showUses(std::span<const WatchedUses> watched, std::span<const UseGradients> seen) = 0;
    /// @param events one for each variant
    virtual void end(TrainingEnd how, std::span<const MetricEvent> events, const TrainingReport& report) = 0;
};

/// One JSON object a line on standard output, for each event; of the steps every `every`th.
/// @param loss_names namesOfSeveralLosses(): each has its own figures under "losses"
[[nodiscard]] std::unique_ptr<TrainingDisplay> jsonDisplay(std::uint64_t seed, std::int64_t every,
                                                           std::vector<std::string> loss_names);
/// A line for each epoch on standard output.
[[nodiscard]] std::unique_ptr<TrainingDisplay> plainDisplay(std::vector<ArmId> variants, const Network& network);
/// A progress bar on the terminal that standard error is.
[[nodiscard]] std::unique_ptr<TrainingDisplay> barDisplay(std::vector<ArmId> variants);

/// What is said after a training on a terminal or in a log: a table of the variants, the twin check, the time.
[[nodiscard]] std::string summaryText(TrainingEnd how, std::span<const MetricEvent> ends, const TrainingReport& report);

} // namespace ligature::cli
