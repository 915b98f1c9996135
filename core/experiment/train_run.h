// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"
#include "core/experiment/run_claim.h"
#include "core/experiment/run_result.h"
#include "core/project/project.h"
#include "core/training/trainer.h"

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

/// A run on its way: so that one thread can train several side by side, each with the bits that it has alone. Works
/// where it is called; one thread at a time.
class RunInTraining {
public:
    /// From where an earlier call was stopped or killed, else from the start. Nothing where it was stopped before.
    /// @param claim of its folder; where it is another's, nothing is read or left there
    [[nodiscard]] static Result<std::unique_ptr<RunInTraining>> begin(RunToTrain run, RunClaim claim,
                                                                      const std::stop_token& stop);

    /// A slice of its training: at most so many updates, and not many more milliseconds than 50. Now and then it
    /// writes what a kill would go on from.
    [[nodiscard]] Result<void> advance(std::int64_t steps, const std::stop_token& stop);
    /// All updates are done and measured, or it diverged.
    [[nodiscard]] bool isThrough() const { return m_trainer->finished() || m_trainer->divergence().has_value(); }
    [[nodiscard]] std::int64_t step() const { return m_trainer->step(); }
    [[nodiscard]] std::int64_t totalSteps() const { return m_trainer->totalSteps(); }
    /// Writes what a later call goes on from; for who stops before it is through.
    [[nodiscard]] Result<void> leave() const;
    /// Its result, which is kept; for who is through.
    [[nodiscard]] Result<RunResult> end();

private:
    RunInTraining(RunToTrain run, RunClaim claim, std::unique_ptr<Trainer> trainer,
                  const std::optional<RunResult>& earlier);
    void collect();
    void noteSpeed(double seconds, std::int64_t steps);
    void tell(std::int64_t steps, bool is_earlier) const;
    [[nodiscard]] RunResult result() const;

    RunToTrain m_run;
    RunClaim m_claim;
    std::unique_ptr<Trainer> m_trainer;
    RunResult m_result;
    History m_history;
    std::vector<double> m_speeds;
    double m_seconds_before = 0;
    bool m_has_begun = false;
    std::chrono::steady_clock::time_point m_written = std::chrono::steady_clock::now();
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
