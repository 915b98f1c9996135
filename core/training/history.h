// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/optimization/training_settings.h"

namespace ligature {

inline constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();

/// What is measured of one of several losses: alone, before its weight.
struct LossMeasure {
    double train_loss = notMeasured;
    double val_loss = notMeasured;
    double metric = notMeasured;
    bool operator==(const LossMeasure&) const = default;
};

/// What training says as it goes. One for each variant and step, one for each variant and finished epoch (and one for
/// epoch 0: the start, before any step), one for each variant at the end.
struct MetricEvent {
    enum class Kind { Step, Epoch, End };
    Kind kind = Kind::Step;
    ArmId variant = tiedArm;
    std::int64_t step = 0;           ///< updates done; a step's loss is that of its batch before its update
    std::int64_t epoch = 0;          ///< epochs done; a step's is the one it belongs to, from 1
    double train_loss = notMeasured; ///< Step: of the batch. Epoch: the mean over its samples. May be infinite or NaN
    double val_loss = notMeasured;   ///< Epoch and End only, and only with validation. Infinite where it was no number
    double metric = notMeasured;     ///< the same, on the validation samples (on the training ones without them)
    double seconds = 0;              ///< of this training so far, pauses taken out
    /// Epoch and End only, and only where a schedule changes it: of the last update (at the start, of the first).
    double learning_rate = notMeasured;
    /// Of each loss, in the order of lossesOf(); empty where the network has one. What stands above is their weighted
    /// sum, and the first one's metric.
    std::vector<LossMeasure> losses = {};
};

/// A run's history, as plots, reports and files have it.
struct History {
    ArmId variant = tiedArm;
    std::vector<MetricEvent> steps;
    std::vector<MetricEvent> epochs;
    std::vector<std::string> loss_names = {}; ///< namesOfSeveralLosses()
};

/// The epoch whose weights are kept, of at least one: that which early stopping chose, or the last one.
/// @param kept Trainer::keptEpoch()
[[nodiscard]] const MetricEvent& keptEpochOf(const std::vector<MetricEvent>& epochs, std::int64_t kept);

/// History by history, the steps before the epochs.
[[nodiscard]] std::vector<MetricEvent> eventsOf(std::span<const History> histories);

/// By their steps, a step before the epoch that it ends; equal ones stay in order.
void sortByStep(std::vector<MetricEvent>& events);

} // namespace ligature
