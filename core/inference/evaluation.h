// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/inference/trained_arm.h"
#include "core/training/history.h"

namespace ligature {

/// Which samples of data a figure is of: those that a training with the arm's seed trains on, validates by or keeps for
/// a test; or all of them.
enum class DataPart { Training, Validation, Test, All };
[[nodiscard]] std::optional<DataPart> dataPartOf(std::string_view word); ///< "training", "validation", "test", "all"

struct Evaluation {
    std::int64_t samples = 0;
    double loss = notMeasured;
    double metric = notMeasured; ///< of the first loss; see metricOf()
    /// Of each of several losses, in the order of lossesOf(), as val_loss and metric; empty where there is one.
    std::vector<LossMeasure> losses;
};

/// The arm's loss and metric on a part of the data. Of the part that a training validated by, they are the last epoch's
/// figures of that training, to the last bit. An error where the data are not such as were trained on, where the part
/// is not the training's or has no samples, and where it was stopped.
[[nodiscard]] Result<Evaluation> evaluate(const TrainedArm& arm, const Dataset& dataset, DataPart part,
                                          const std::stop_token& stop = {});

} // namespace ligature
