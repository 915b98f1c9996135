// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/training/history.h"

namespace ligature {

/// A setting of a run, as people read it: "Epochs", "20".
struct RunSetting {
    std::string name;
    std::string text;
    bool operator==(const RunSetting&) const = default;
};

/// What is kept of a run of an experiment once it is through. A plain value; all but the times are the same bits
/// wherever it is trained.
struct RunResult {
    std::string key; ///< runKey()
    ArmId arm = tiedArm;
    std::uint64_t seed = 0;
    std::int64_t fold = 0;             ///< that it validated on, of an experiment over folds; else 0
    double fraction = 1;               ///< of the training samples
    std::vector<std::string> values;   ///< of the axes, as people read them, in the first row that it is of
    double learning_rate = 0;          ///< the one that was set or tuned
    std::vector<MetricEvent> epochs;   ///< epoch 0, the start, first; of many what curve.h keeps. None has a time
    std::int64_t kept_epoch = 0;       ///< whose weights are the result's, where early stopping chose; 0: the last one
    std::int64_t steps = 0;            ///< updates done
    std::int64_t total_steps = 0;      ///< planned
    std::int64_t training_samples = 0; ///< after the fraction
    std::int64_t validation_samples = 0;
    std::optional<LossMeasure> test; ///< val_loss and metric on the test samples, measured once, at the end

    struct Divergence {
        std::int64_t step = 0;
        std::string layer;
        std::string message;
        bool operator==(const Divergence&) const = default;
    };
    std::optional<Divergence> divergence;

    // What tells runs apart in a list of them. Files of earlier versions have none of it.
    std::string group;                ///< groupKey(): the same of all seeds; may be empty
    std::vector<RunSetting> settings; ///< that it was trained with, and what was varied beside them
    std::int64_t parameters = 0;      ///< of its network, each storage once; 0: not known
    std::string metric_name;          ///< of what metric() is; may be empty
    bool is_tuning = false;           ///< it only helped to choose a learning rate

    // What differs each time.
    double seconds = 0;          ///< of training
    double seconds_per_step = 0; ///< the median over slices of the training

    /// Of the epoch whose weights are kept; not a number where it diverged, so that no figure is made of it.
    [[nodiscard]] double valLoss() const;
    [[nodiscard]] double trainLoss() const;
    [[nodiscard]] double metric() const;
    /// Before the first step, of the network that has learned nothing: what stands for a run that diverged where it is
    /// counted. Not a number where it was not measured.
    [[nodiscard]] double atStart(double MetricEvent::*figure) const;
};

/// One JSON object. Losses that are not finite are kept.
[[nodiscard]] std::string encodeRunResult(const RunResult& result);
/// @param where the file's name
[[nodiscard]] Result<RunResult> decodeRunResult(std::string_view json, const std::string& where);

} // namespace ligature
