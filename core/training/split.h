// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/optimization/training_settings.h"

namespace ligature {

/// What a split goes by: how many samples there are, and what is known of each.
struct SampleFacts {
    // NOLINTNEXTLINE(google-explicit-constructor): of many nothing else is known.
    SampleFacts(std::int64_t samples) : count(samples) {}
    // NOLINTNEXTLINE(google-explicit-constructor): data are what most splits are of.
    SampleFacts(const Dataset& dataset);

    std::int64_t count = 0;
    std::span<const float> classes = {};       ///< the index of each one's; empty where they have none
    std::span<const std::int32_t> groups = {}; ///< which each is of; empty where they are of none
};

/// The samples of each part, ascending. No sample is in two of them.
struct Split {
    std::vector<std::int64_t> training;
    std::vector<std::int64_t> validation;
    std::vector<std::int64_t> test;
};

/// Parts by the settings' shares, or by folds of what the test leaves: of one seed, the validation parts of all folds
/// have each sample once. The seed decides, but for the test, which the share alone decides. Of one seed, a smaller
/// share of the training samples is a part of a larger one.
/// "random": any sample may be in any part. "stratified": a part has of each class the share that the class has of what
/// the part is taken from, to less than one sample (folds: each the same number or one more); without classes as
/// random. "grouped": the samples of a group are in one part; the parts' sizes are as near to the shares as whole
/// groups allow; without groups as random.
[[nodiscard]] Split splitOf(const SampleFacts& samples, const TrainingSettings& settings);

/// How large the parts are. Of most splits a matter of no time, of those by groups as long as the split itself.
struct SplitSizes {
    std::int64_t training = 0;
    std::int64_t validation = 0;
    std::int64_t test = 0;
};
[[nodiscard]] SplitSizes splitSizesOf(const SampleFacts& samples, const TrainingSettings& settings);

} // namespace ligature
