// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/training_display.h"
#include "core/report/step_log.h"

namespace ligature::cli {

/// Runs a trainer to its end, shows what a recorder makes of it, and writes that now and then and at the end.
class TrainingLoop {
public:
    /// @param trainer must outlive the loop
    /// @param folder where to write; empty: nowhere
    TrainingLoop(const Project& project, std::string data_name, Trainer& trainer, int threads,
                 std::filesystem::path folder);

    /// Goes on with the history that the folder holds up to the trainer's step.
    [[nodiscard]] Result<void> continueHistory(const std::filesystem::path& folder);
    /// How long it trains before it writes what a kill must not take, in seconds; 30 where nobody says.
    void setCheckpointInterval(double seconds);
    /// Writes also after so many epochs each, at their ends.
    void setCheckpointEpochs(std::int64_t epochs) { m_checkpoint_epochs = epochs; }
    /// From now on, what is written has each arm's checkpoint of its best epoch: that of the least validation loss, or
    /// training loss where nothing is validated.
    void keepBest() { m_keeps_best = true; }
    /// From now on, what is written has event files for TensorBoard.
    void writeEventFiles();
    /// From now on, each step is a line of a file in the folder that is written to.
    [[nodiscard]] Result<void> logSteps();

    /// @param steps at most so many updates
    /// @param stop ends it after the step
    [[nodiscard]] Result<TrainingEnd> run(std::optional<std::int64_t> steps, const std::stop_token& stop,
                                          TrainingDisplay& display);

    /// Why it ended as diverged.
    [[nodiscard]] const std::optional<Divergence>& divergence() const { return m_report.divergence; }

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] Result<void> show(const Recorder::News& news, TrainingDisplay& display);
    [[nodiscard]] TrainingProgress progress() const;
    [[nodiscard]] TrainingReport report() const;
    [[nodiscard]] Result<void> write();
    /// Takes the checkpoint of each arm whose epoch that just ended is its best.
    void takeBest();
    [[nodiscard]] std::int64_t epoch() const { return m_trainer.step() / m_trainer.stepsPerEpoch(); }

    Trainer& m_trainer;
    std::filesystem::path m_folder;
    TrainingReport m_report; ///< but for what is recorded
    Recorder m_recorder;
    std::unique_ptr<StepLog> m_step_log; ///< nothing: not asked for
    std::int64_t m_last_step = 0;        ///< where this call stops
    Clock::duration m_checkpoint_interval = std::chrono::seconds(30);
    Clock::time_point m_written;
    std::int64_t m_checkpoint_epochs = 0; ///< 0: by time alone
    std::int64_t m_written_epoch = 0;
    bool m_keeps_best = false;
    bool m_goes_on = false; ///< with what an earlier call wrote
    /// Of an arm: its best loss so far, and the checkpoint of then where it was not written yet.
    struct Best {
        double loss = std::numeric_limits<double>::infinity();
        std::string checkpoint;
    };
    std::map<ArmId, Best> m_best;
};

} // namespace ligature::cli
