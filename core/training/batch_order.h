// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/optimization/training_settings.h"
#include "core/training/split.h"

namespace ligature {

/// Which samples are for training, which for validation (see split.h), and in which order each epoch goes through them:
/// decided by the seed alone, so that all arms see the same batches. Those that are kept for a test are decided by
/// their share alone: what one seed is tuned on is no other seed's test. Allocates nothing after its construction.
class BatchOrder {
public:
    /// How many samples the settings leave to train on; 0 where a split takes all.
    [[nodiscard]] static std::int64_t trainingCount(const SampleFacts& samples, const TrainingSettings& settings);
    [[nodiscard]] static std::int64_t validationCount(const SampleFacts& samples, const TrainingSettings& settings);
    [[nodiscard]] static std::int64_t testCount(const SampleFacts& samples, const TrainingSettings& settings);

    /// @param settings that leave something to train on
    BatchOrder(const SampleFacts& samples, const TrainingSettings& settings);

    [[nodiscard]] std::span<const std::int64_t> training() const { return m_split.training; }
    [[nodiscard]] std::span<const std::int64_t> validation() const { return m_split.validation; }
    [[nodiscard]] std::span<const std::int64_t> test() const { return m_split.test; }
    /// What is measured and looked at: the validation samples, or the training samples where there are none.
    [[nodiscard]] std::span<const std::int64_t> measured() const
    {
        return validation().empty() ? training() : validation();
    }
    [[nodiscard]] std::int64_t stepsPerEpoch() const { return m_steps_per_epoch; }

    /// The samples of a step, counted from 0 over all epochs. Steps in a row are cheap; another epoch is shuffled anew.
    [[nodiscard]] std::span<const std::int64_t> batch(std::int64_t step);

private:
    void shuffle(std::int64_t epoch);

    Split m_split;
    std::vector<std::int64_t> m_shuffled;
    std::int64_t m_shuffled_epoch = -1;
    std::int64_t m_batch_size;
    std::int64_t m_steps_per_epoch;
    std::uint64_t m_seed;
};

} // namespace ligature
