// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "app/cli/interruption.h"
#include "app/cli/training_display.h"

namespace ligature::cli {

/// Runs a trainer to its end, shows it, and writes what it gives now and then and at the end.
class TrainingLoop {
public:
    /// @param trainer must outlive the loop
    /// @param folder where to write; empty: nowhere
    TrainingLoop(const Project& project, std::string data_name, Trainer& trainer, int threads,
                 std::filesystem::path folder);

    /// Goes on with the history that the folder holds up to the trainer's step.
    [[nodiscard]] Result<void> continueHistory(const std::filesystem::path& folder);

    /// @param steps at most so many updates
    [[nodiscard]] Result<TrainingEnd> run(std::optional<std::int64_t> steps, const Interruption& interruption,
                                          TrainingDisplay& display);

private:
    using Clock = std::chrono::steady_clock;

    void collect(TrainingDisplay& display);
    [[nodiscard]] TrainingProgress progress() const;
    [[nodiscard]] std::vector<MetricEvent> endEvents() const;
    [[nodiscard]] Result<void> write();
    [[nodiscard]] double samplesPerStep() const;
    void measureSpeed();

    Trainer& m_trainer;
    std::filesystem::path m_folder;
    TrainingReport m_report;
    std::vector<MetricEvent> m_ends; ///< what the trainer says of each variant when it is through
    std::int64_t m_last_step = 0;    ///< where this call stops
    double m_seconds_before = 0;     ///< that earlier calls trained
    Clock::time_point m_written;

    Clock::time_point m_measured;
    std::int64_t m_measured_step = 0;
    double m_steps_per_second = 0;
};

} // namespace ligature::cli
