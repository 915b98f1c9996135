// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/experiment/experiment.h"
#include "core/experiment/run_store.h"

namespace ligature {

/// Which part of an experiment this machine does, of how many: part 3 of 8. The arms of one seed are of one part, where
/// there are as many of them as parts.
struct Shard {
    std::int64_t part = 1; ///< from 1
    std::int64_t of = 1;
};

/// How far an experiment is.
struct ExperimentProgress {
    enum class Phase { Tuning, Comparing, Done };
    Phase phase = Phase::Tuning;
    std::int64_t runs = 0;    ///< of this phase, of this shard
    std::int64_t done = 0;    ///< of them; what was through already counts
    std::int64_t trained = 0; ///< runs that this call trained to their end itself
    std::int64_t diverged = 0;
    std::optional<double> seconds_left = {}; ///< of this phase; nothing before anything was measured
};

/// Trains what of an experiment is not in the store yet. Each thread trains the arms of one seed in lockstep, so that
/// what is paired is known together and timed alike; where a thread has nothing left it takes one of another's. Each
/// run has the bits that it has alone, whatever the number of threads, and none is held up by one that diverges. What
/// is the same run in several rows, as a setting does not concern its arm, is trained once. What was begun goes on
/// where a stop or a kill left it. Several processes may fill one store: each run is one's that claims it, and free
/// again where that process ends.
class ExperimentQueue {
public:
    /// @param experiment must outlive it, as the store
    /// @param checkpoint_interval how often a long run leaves what it goes on from after a kill
    ExperimentQueue(const Experiment& experiment, RunStore& store, int threads, Shard shard = {},
                    std::chrono::milliseconds checkpoint_interval = std::chrono::seconds(20));

    /// Works in threads of its own until all is through, a stop is asked for, or something fails; returns then.
    /// @param told after each run, and now and then; from one thread at a time
    /// @return false where it was stopped
    [[nodiscard]] Result<bool> run(const std::stop_token& stop,
                                   std::function<void(const ExperimentProgress&)> told = {});

    /// From any thread: runs that are being trained wait where they are.
    void pause();
    void resume();
    [[nodiscard]] bool isPaused() const;
    /// From any thread: this group's runs come before all that are not begun yet.
    void prefer(const ExperimentGroup& group);
    [[nodiscard]] ExperimentProgress progress() const; ///< from any thread

private:
    struct Phase;
    [[nodiscard]] Result<bool> runAll(std::vector<PlannedRun> runs, ExperimentProgress::Phase phase,
                                      const std::stop_token& stop,
                                      const std::function<void(const ExperimentProgress&)>& told);
    [[nodiscard]] Result<bool> work(Phase& phase);
    [[nodiscard]] std::vector<PlannedRun> ownRuns() const;
    [[nodiscard]] std::vector<PlannedRun> ownTuningRuns(const std::vector<PlannedRun>& own) const;
    struct Waiting;
    struct OnItsWay;
    [[nodiscard]] bool take(Phase& phase, std::vector<Waiting>& rows, std::vector<OnItsWay>& runs);
    [[nodiscard]] Result<void> begin(Phase& phase, const Waiting& row, std::vector<OnItsWay>& runs);
    [[nodiscard]] Result<void> trainSideBySide(Phase& phase, std::vector<OnItsWay> runs);
    void giveToIdle(Phase& phase, std::vector<OnItsWay>& runs);
    void noteDone(Phase& phase, const Waiting& row, const RunResult& result);
    void noteSteps(Phase& phase, std::int64_t steps, bool is_earlier);
    void waitWhilePaused(Phase& phase);
    void tell(Phase& phase);
    void tellNowAndThen(Phase& phase);

    const Experiment& m_experiment;
    RunStore& m_store;
    int m_threads;
    Shard m_shard;
    std::chrono::milliseconds m_checkpoint_interval;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_is_paused = false;
    std::optional<ExperimentGroup> m_preferred;
    ExperimentProgress m_progress;
};

/// The best of the tried rates of each arm in each group: the least mean validation loss (or the best metric, where the
/// experiment compares by that) over the seeds that tune; a rate at which a run diverged is the last choice, and of
/// equals the one nearest to what is set. Nothing where a run is missing.
[[nodiscard]] Result<std::optional<TunedRates>> tunedRates(const Experiment& experiment, const RunStore& store);

} // namespace ligature
