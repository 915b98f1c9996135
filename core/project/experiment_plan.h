// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/network/ids.h"
#include "core/network/network.h"
#include "core/optimization/arm_id.h"

/// What an experiment asks, as the project file holds it: arms x seeds x training-set fractions x settings. Plain
/// values; core/experiment runs them.
namespace ligature {

/// A training setting, or an attribute of the optimizer or the schedule: "batch_size", "learning_rate"; "optimizer" and
/// "schedule" themselves.
struct SettingTarget {
    std::string name;
    bool operator==(const SettingTarget&) const = default;
};

struct LayerAttributeTarget {
    LayerId layer;
    std::string attribute;
    bool operator==(const LayerAttributeTarget&) const = default;
};

/// The gradient factor of a use.
struct GradientFactorTarget {
    Slot slot;
    bool operator==(const GradientFactorTarget&) const = default;
};

/// What an axis varies.
using AxisTarget = std::variant<SettingTarget, LayerAttributeTarget, GradientFactorTarget>;

/// Where random draws come from.
struct DrawRange {
    double from = 0;
    double to = 1;
    bool is_logarithmic = false; ///< uniform in the logarithm; both ends are positive then
    bool operator==(const DrawRange&) const = default;
};

/// One thing that is varied, and over which values. What it speaks of may be gone by now, which specOf() tells.
struct ExperimentAxis {
    AxisTarget target;
    std::vector<AttributeValue> values; ///< at least one where there is no range
    std::optional<DrawRange> range = {};
    bool operator==(const ExperimentAxis&) const = default;
};

/// How several axes make points.
enum class AxisCombination {
    Grid,   ///< each value of one with each of the others
    List,   ///< the first values together, then the second ones: all axes have as many
    Random, ///< so many draws, each axis for itself: from its range, or one of its values
};

/// Which figure the verdict is about.
enum class ExperimentMeasure {
    Loss,   ///< the loss on the validation samples at the end
    Metric, ///< the metric on them
};

struct ExperimentPlan {
    std::vector<ArmId> arms = {};       ///< empty: those of the training settings
    std::optional<ArmId> baseline = {}; ///< what the others are held against; nothing: see baselineOf()
    std::int64_t seeds = 10;            ///< the training settings' seed is the first, those that follow it the others
    /// Each seed's samples are dealt into so many, and each of them is what one run of each arm validates on; 0: they
    /// are split as the training settings say.
    std::int64_t folds = 0;
    std::vector<double> fractions = {1}; ///< of the training samples, in (0, 1]
    std::vector<ExperimentAxis> axes = {};
    AxisCombination combination = AxisCombination::Grid;
    std::int64_t draws = 8; ///< of random points
    ExperimentMeasure measure = ExperimentMeasure::Loss;
    double margin = 0.005; ///< how much worse, relative to the baseline, is still as good
    /// How many learning rates are tried for each arm before the comparison, on seeds of their own; 0: not tuned.
    std::int64_t tuning_trials = 0;
    bool operator==(const ExperimentPlan&) const = default;
};

/// The specs of what is one value (for the form, files, the command line and validation): seeds, folds, measure,
/// margin, tuning_trials, combination, draws.
[[nodiscard]] const std::vector<AttributeSpec>& experimentSettingSpecs();
[[nodiscard]] Attributes experimentSettings(const ExperimentPlan& plan);
/// The name is one of theirs, the value of its kind.
void setExperimentSetting(ExperimentPlan& plan, const std::string& name, const AttributeValue& value);

} // namespace ligature
