// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/training/curve.h"
#include "core/training/trainer.h"

namespace ligature {

/// What is kept of a run to be shown, in bounded memory; a plain value. See curve.h for what of a long one is.
struct RunRecord {
    std::vector<History> histories = {}; ///< one for each arm, in the order of the arms
    std::optional<TwinCheck> twin_check = {};
    std::optional<Divergence> divergence = {};
    std::vector<WatchedUses> watched_uses = {}; ///< the shared parameters with several uses
    std::vector<UseGradients> use_gradients = {};
    double seconds = 0; ///< trained so far, pauses taken out
};

/// Records a run: takes from its trainer what happened, keeps the curves, tells how fast it is and how it ended.
/// Whoever trains, the command line or a session, steps the trainer through it and shows what it gives. One thread.
class Recorder {
public:
    /// What happened since the last time.
    struct News {
        std::vector<MetricEvent> events; ///< in order, with the seconds of the whole run
        std::vector<UseGradients> uses;
    };

    /// @param trainer must outlive it
    /// @param loss_names namesOfSeveralLosses() of the network
    Recorder(Trainer& trainer, const std::vector<std::string>& loss_names);

    /// Goes on with what was recorded of the same run up to the trainer's step.
    void continueFrom(RunRecord earlier);

    /// Steps the trainer as Trainer::advance() does, and records it.
    News advance(std::int64_t steps, std::chrono::milliseconds budget, const std::stop_token& stop = {});
    /// Records what the trainer told without steps: of its start.
    News collect();

    [[nodiscard]] const RunRecord& record() const { return m_record; }
    /// Updates of each arm a second, lately, pauses taken out; 0 before anything was measured.
    [[nodiscard]] double stepsPerSecond() const { return m_steps_per_second; }
    /// The samples of all arms together, on the average of an epoch (its last batch may be smaller).
    [[nodiscard]] double samplesPerSecond() const;
    /// Where each arm is, with the losses of its last epoch: one event an arm.
    /// Of one whose weights are an earlier epoch's, that one's.
    [[nodiscard]] std::vector<MetricEvent> ends() const;

private:
    [[nodiscard]] MetricEvent endOf(const ArmId& arm) const;
    void measureSpeed(double seconds);

    Trainer& m_trainer;
    RunRecord m_record;
    double m_seconds_before = 0;  ///< that were trained before this trainer
    double m_measured_for = 0;    ///< seconds that the speed is being measured
    std::int64_t m_measured_from; ///< the step that its measuring began at
    double m_steps_per_second = 0;
};

} // namespace ligature
