// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/tensor/shape.h"

namespace ligature {

/// What is measured beside a loss, as a loss declares it: nobody needs to know metrics by their names.
struct MetricSpec {
    enum class Direction { LowerIsBetter, HigherIsBetter };

    std::string name; ///< as people call it: "accuracy"; empty where nothing is measured
    Direction direction = Direction::LowerIsBetter;
    bool is_share = false; ///< from 0 to 1, shown as a percentage
    bool operator==(const MetricSpec&) const = default;
};

/// The share of samples, or of elements, that are told right.
[[nodiscard]] MetricSpec accuracyMetric();
/// In the unit of the values.
[[nodiscard]] MetricSpec absoluteErrorMetric();
/// The exponential of the mean cross-entropy a step.
[[nodiscard]] MetricSpec perplexityMetric();

/// What a loss holds its prediction against, and what its figures mean.
struct LossMeaning {
    enum class Target {
        None,          ///< the inputs are compared with one another
        Values,        ///< a real number for each predicted
        Probabilities, ///< a number from 0 to 1 for each predicted
        Class,         ///< the index of one of as many classes as there are predicted scores
        Classes,       ///< one at each step
        Sameness,      ///< whether two inputs are the same: 1 or 0
    };
    /// The loss of one who knows nothing and therefore says the same to everything.
    enum class Guess {
        Unknown,    ///< depends on the data
        LogClasses, ///< ln of the number of scores along the last axis
        LogTwo,     ///< ln 2
    };

    Target target = Target::None;
    MetricSpec metric;
    Guess guess = Guess::Unknown;
};

/// What guessing costs, with a prediction of that shape; nothing where it depends on the data.
[[nodiscard]] std::optional<double> guessedLoss(const LossMeaning& meaning, const Shape& prediction);

} // namespace ligature
