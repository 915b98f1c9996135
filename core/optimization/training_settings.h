// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/optimization/arm_id.h"

namespace ligature {

/// The schedule of a learning rate that does not change.
inline constexpr std::string_view constantSchedule = "constant";

/// How samples are told apart for training, validation and test (core/training/split.h).
inline constexpr std::string_view randomSplit = "random";
inline constexpr std::string_view stratifiedSplit = "stratified";
inline constexpr std::string_view groupedSplit = "grouped";

/// How a network is trained, as the project file holds it.
struct TrainingSettings {
    /// What is trained side by side, on the same batches: one or more, each once, in the order in which people see
    /// them.
    std::vector<ArmId> arms = {tiedArm, untiedArm};
    std::string optimizer = "adam";         ///< an OptimizerType's name
    Attributes optimizer_attributes = {};   ///< learning_rate and the optimizer's own
    std::string schedule{constantSchedule}; ///< a ScheduleType's name
    Attributes schedule_attributes = {};
    std::int64_t batch_size = 32; ///< samples; the last batch of an epoch may be smaller
    std::int64_t epochs = 20;
    double validation_fraction = 0.2; ///< of the samples, in [0, 0.9]; 0: no validation
    /// Of the samples, in [0, 0.9], that neither training nor validation sees; the same ones whatever the seed.
    double test_fraction = 0;
    /// Which share of what is left to train on is trained on, in (0, 1]. Of one seed, a smaller share is a part of a
    /// larger one.
    double training_fraction = 1;
    std::string split{randomSplit}; ///< "random", "stratified" or "grouped"
    std::int64_t folds = 0;         ///< validation is one of so many folds, in place of its share; under 2: it is not
    std::int64_t fold = 1;          ///< which one, from 1
    std::uint64_t seed = 1;         ///< of initial values, order, split and dropout
    double gradient_clipping = 0;   ///< the largest norm of all gradients together; 0: they are not clipped
    std::int64_t gradient_accumulation = 1; ///< batches whose gradients' mean makes a step
    double l1_penalty = 0;                  ///< times the sum of all absolute values, each storage once
    double weight_average = 0; ///< what the moving average of the weights keeps of itself a step; 0: there is none
    std::int64_t patience = 0; ///< epochs without a better validation loss that end a training; 0: none do
    /// How strongly the arm that is tied softly pulls the copies of a parameter together (core/training/soft_ties.h).
    double soft_tie = 1;
    [[nodiscard]] bool isRateConstant() const { return schedule == constantSchedule; }
    bool operator==(const TrainingSettings&) const = default;
};

/// What a step learns from, in samples; an epoch's last one may learn from fewer.
[[nodiscard]] constexpr std::int64_t samplesAStep(const TrainingSettings& settings)
{
    return settings.batch_size * settings.gradient_accumulation;
}

/// The specs of what is the same for all optimizers (for the dock, files, checkpoints and validation; the seed fits an
/// int64). Each is the name of a member.
[[nodiscard]] const std::vector<AttributeSpec>& trainingSettingSpecs();

/// Those settings by the specs' names, and one of them changed. The name is one of theirs, the value of its kind.
[[nodiscard]] Attributes sharedSettings(const TrainingSettings& settings);
void setSharedSetting(TrainingSettings& settings, const std::string& name, const AttributeValue& value);

/// Whether it was added after the first project files, which lack it and mean its default.
[[nodiscard]] bool isLaterSetting(const AttributeSpec& setting);

} // namespace ligature
