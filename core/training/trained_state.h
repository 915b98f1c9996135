// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/identity.h"
#include "core/network/ids.h"
#include "core/optimization/learning_rate.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/training_settings.h"
#include "core/tensor/shape.h"

namespace ligature {

/// A vector of an optimizer's state as training left it.
struct TrainedVector {
    std::string name; ///< as OptimizerVector has it, as the kind
    StateKind kind = StateKind::Gradient;
    std::vector<float> values; ///< row-major over the parameter's shape; a number alone is one
    bool operator==(const TrainedVector&) const = default;
};

/// One parameter as training left it, row-major over its shape, whatever the order in memory while it trains.
struct TrainedParameter {
    Shape shape;
    std::vector<float> values;
    std::vector<TrainedVector> state; ///< the optimizer's; empty where it keeps none, or none for this one
    /// Of that name; empty where there is none.
    [[nodiscard]] const std::vector<float>& stateVector(std::string_view name) const;
    bool operator==(const TrainedParameter&) const = default;
};

/// All that decides a variant's steps to come, beside its network, its settings and its data. A plain value: copies
/// share the parameters that are the same.
struct TrainedState {
    std::map<ParameterId, std::shared_ptr<const TrainedParameter>> parameters; ///< each storage once
    std::int64_t step = 0;                                                     ///< updates done; the optimizer's count
    double epoch_loss = 0;            ///< summed over the samples of the epoch so far
    std::vector<double> epoch_losses; ///< the same of each loss, where there are several
    /// The last step ended an epoch that is not measured yet: a stop came in between. It is, before the next step.
    bool epoch_unmeasured = false;
    std::vector<double> schedule = {};         ///< what the schedule keeps, by ScheduleType::state()
    std::vector<RateChange> rate_changes = {}; ///< that were made while it was trained, by step
    std::int64_t best_epoch = 0;               ///< whose values the parameters keep as KeptWeights::bestName; 0: none
    double best_loss = 0;                      ///< that it had; where there is one
    /// The step from whose epoch on patience counts, where an edit left behind what was the best before it.
    std::int64_t patience_from = 0;

    /// By value.
    bool operator==(const TrainedState& other) const;
};

/// How many updates a training goes back that had a loss which was not finite, where it goes on from there.
inline constexpr std::int64_t stepsBack = 100;

/// All arms of a training at one step.
struct TrainingState {
    std::map<ArmId, TrainedState> variants;
    double seconds = 0;                    ///< trained so far
    std::optional<DataIdentity> data = {}; ///< that they were trained on; nothing where it is not known
    bool operator==(const TrainingState&) const = default;
};

} // namespace ligature
