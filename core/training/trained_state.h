// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "core/network/ids.h"
#include "core/optimization/training_settings.h"
#include "core/tensor/shape.h"

namespace ligature {

/// One parameter as training left it, row-major over its shape, whatever the order in memory while it trains.
struct TrainedParameter {
    Shape shape;
    std::vector<float> values;
    std::vector<float> first;  ///< the optimizer's first state vector; empty where it keeps none, or none for this one
    std::vector<float> second; ///< its second one
    bool operator==(const TrainedParameter&) const = default;
};

/// All that decides a variant's steps to come, beside its network, its settings and its data. A plain value: copies
/// share the parameters that are the same.
struct TrainedState {
    std::map<ParameterId, std::shared_ptr<const TrainedParameter>> parameters; ///< each storage once
    std::int64_t step = 0;                                                     ///< updates done; the optimizer's count
    double epoch_loss = 0;             ///< summed over the samples of the epoch so far
    std::vector<double> epoch_losses;  ///< the same of each loss, where there are several
    std::vector<double> schedule = {}; ///< what the schedule keeps, by ScheduleType::state()

    /// By value.
    bool operator==(const TrainedState& other) const;
};

/// The variants of a training at one step.
struct TrainingState {
    std::map<Variant, TrainedState> variants;
    double seconds = 0; ///< trained so far
    bool operator==(const TrainingState&) const = default;
};

} // namespace ligature
