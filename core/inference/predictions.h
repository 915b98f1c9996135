// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/inference/trained_arm.h"

namespace ligature {

/// What a network predicts with one of its outputs, of every sample.
struct Prediction {
    enum class Kind {
        Values,        ///< real numbers
        Probabilities, ///< of each element: that it is 1
        Class,         ///< the probability of each class
        Tokens,        ///< the most probable next token after each step, by its index
    };
    Kind kind = Kind::Values;
    std::string name;                         ///< its loss's; empty where it is the only prediction
    std::string target = {};                  ///< of a class: what the data call it
    std::vector<std::string> columns;         ///< of each number of a sample; of a class the classes' names
    std::vector<std::string> vocabulary = {}; ///< of tokens
    std::vector<float> values;                ///< sample by sample, columns.size() each
    /// Of a class: that of the highest score, of each sample. Probabilities may be rounded to the same.
    std::vector<std::size_t> classes = {};
};

struct Predictions {
    std::int64_t sample_count = 0;
    std::vector<std::string> sample_names = {}; ///< as the data have them
    std::vector<Prediction> outputs;            ///< in the order of predictionsOf()
};

/// What an arm predicts of data. They need no targets where the predictions do not depend on any; the classes' names
/// are then those that were trained on. An error where the data are not such as were trained on, and where it was
/// stopped.
[[nodiscard]] Result<Predictions> predict(const TrainedArm& arm, const Dataset& dataset,
                                          const std::stop_token& stop = {});

} // namespace ligature
