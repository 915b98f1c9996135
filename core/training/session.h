// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/training/trainer.h"

namespace ligature {

enum class SessionState {
    Preparing, ///< loading the data and compiling
    Running,
    Paused,
    Finished, ///< all epochs are done
    Stopped,  ///< asked to
    Diverged, ///< a loss was not finite; the weights are the last good ones
    Failed,   ///< it could not start; see SessionUpdate::error
};

/// What takes its time before the first step.
enum class Preparation {
    Waiting,        ///< until the training before it has stopped
    Loading,        ///< the data
    Compiling,      ///< the network, and drawing first values
    MeasuringStart, ///< the losses before the first step
};

/// What a session has to say since it was last asked.
struct SessionUpdate {
    SessionState state = SessionState::Preparing;
    Preparation preparation = Preparation::Waiting; ///< while preparing
    std::optional<double> prepared = {};            ///< which share of that is done, from 0 to 1, where it can be told
    std::vector<MetricEvent> events;
    std::int64_t step = 0;
    std::int64_t total_steps = 0;
    std::int64_t steps_per_epoch = 0;
    std::int64_t training_samples = 0;
    double seconds = 0;            ///< trained so far, pauses taken out
    double samples_per_second = 0; ///< of all variants together, lately
    std::optional<TwinCheck> twin_check;
    std::optional<Divergence> divergence;
    std::optional<Error> error;
    double rate_factor = 1;            ///< of the learning rate: see TrainingSession::scaleRate()
    std::optional<Remedy> remedy = {}; ///< what mends the error, where an edit of the project does
    /// Why there is no newer snapshot of the weights, or no state to go on from: there was not enough memory to copy
    /// them. What is trained goes on.
    std::optional<Error> copy_error = {};

    std::shared_ptr<const std::vector<WatchedUses>> watched_uses; ///< what can be watched; null while preparing
    std::vector<UseGradients> use_gradients;                      ///< the newest largestUseBacklog of them
    std::optional<Error> watch_error;                             ///< why the uses are not watched

    std::shared_ptr<const std::vector<ArmParameters>> parameters = {}; ///< of each arm; null while preparing
    std::vector<GradientNorms> gradient_norms = {};                    ///< the newest largestNormBacklog of them
    std::shared_ptr<const std::vector<ArmSpreads>> spreads = {};       ///< the newest, of each arm; null: none yet
};

/// How much of what the uses add waits for a slow reader; older figures are dropped.
inline constexpr std::size_t largestUseBacklog = 8192;

/// The same of the norms of the gradients.
inline constexpr std::size_t largestNormBacklog = 4096;

/// How many events wait for a slow reader; of more, what curve.h keeps of a long training stays.
inline constexpr std::size_t largestEventBacklog = std::size_t{1} << 16;

/// The trained values of one variant, with the network that they belong to.
struct TrainedVariant {
    ArmId variant = tiedArm;
    Network network;
    Weights weights;
};

class TrainingSession;

/// What a session goes on from, instead of starting anew.
struct SessionStart {
    std::shared_ptr<const TrainingState> state = {};
    std::shared_ptr<const Dataset> dataset = {}; ///< may be nothing: it is loaded
    std::filesystem::path folder = {};           ///< in place of a state: where its checkpoints are
    double seconds = 0;                          ///< that those were trained
    /// The session whose place this one takes: its worker is stopped and waited for before this one takes processors
    /// and memory, in this one's worker.
    std::shared_ptr<TrainingSession> after = {};
};

/// One training in a worker thread of its own. The thread that made it calls its functions; none of them waits for a
/// step, except the destructor, which stops the worker and waits for it: who must not wait stops the session, and lets
/// it go once isGone(). No lock is held while a step computes.
class TrainingSession {
public:
    /// Starts at once. The project is copied; the data is loaded in the worker.
    /// @param base what the data's relative paths start from
    /// @param start_paused true: prepares, measures epoch 0, then waits for resume() or step()
    /// @param watch_uses_every see watchUses()
    /// @param from nothing: from the first values; epoch 0 is measured then
    TrainingSession(Project project, std::filesystem::path base, int threads, bool start_paused = false,
                    std::int64_t watch_uses_every = 0, SessionStart from = {});
    ~TrainingSession();
    TrainingSession(const TrainingSession&) = delete;
    TrainingSession& operator=(const TrainingSession&) = delete;

    void pause();
    void resume();
    void singleStep(); ///< one update of each variant, then paused
    void stop();
    /// Whether the worker is through, so that the destructor does not wait.
    [[nodiscard]] bool isGone() const;
    /// Every so many steps, what each use of a shared parameter adds to its gradient is looked at (Trainer::watchUses);
    /// 0: not at all. Takes effect within a moment, also while it runs.
    void watchUses(std::int64_t every);

    /// The learning rate becomes so many times what the settings say, from an update soon on; kept in the state.
    void scaleRate(double factor);

    /// Takes what came since the last call. Cheap; meant for a timer.
    [[nodiscard]] SessionUpdate takeUpdate();

    /// The newest snapshot of the weights: taken when the session pauses, ends or diverges, and about once a second
    /// while it runs. Empty before the first one.
    [[nodiscard]] std::shared_ptr<const std::vector<TrainedVariant>> snapshot() const;
    /// What another session can go on from: there while this one is paused, and when it has ended; where it did not
    /// come to a step, what it was to go on from itself.
    [[nodiscard]] std::shared_ptr<const TrainingState> state() const;
    /// After a divergence: the state some updates before the last good one (Trainer::goBack); nothing where there is
    /// none.
    [[nodiscard]] std::shared_ptr<const TrainingState> earlierState() const;
    /// The data, once it is loaded.
    [[nodiscard]] std::shared_ptr<const Dataset> dataset() const;

private:
    struct Shared;
    std::unique_ptr<Shared> m_shared;
    std::jthread m_worker;
};

} // namespace ligature
