// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_order.h"

#include <algorithm>
#include <numeric>

#include "core/tensor/random_stream.h"

namespace ligature {

namespace {

/// Fisher and Yates; std::shuffle's order depends on the standard library.
void shuffleInPlace(std::span<std::int64_t> values, RandomStream random)
{
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
}

std::ptrdiff_t shareOf(std::int64_t count, double share)
{
    return static_cast<std::ptrdiff_t>(static_cast<double>(count) * share);
}

} // namespace

std::int64_t BatchOrder::testCount(std::int64_t sample_count, const TrainingSettings& settings)
{
    return shareOf(sample_count, settings.test_fraction);
}

std::int64_t BatchOrder::validationCount(std::int64_t sample_count, const TrainingSettings& settings)
{
    return shareOf(sample_count, settings.validation_fraction);
}

std::int64_t BatchOrder::trainingCount(std::int64_t sample_count, const TrainingSettings& settings)
{
    const std::int64_t left =
        sample_count - testCount(sample_count, settings) - validationCount(sample_count, settings);
    return left < 1 ? 0 : std::max<std::int64_t>(1, shareOf(left, settings.training_fraction));
}

BatchOrder::BatchOrder(std::int64_t sample_count, const TrainingSettings& settings)
    : m_batch_size(samplesAStep(settings)), m_seed(settings.seed)
{
    std::vector<std::int64_t> samples(static_cast<std::size_t>(sample_count));
    std::iota(samples.begin(), samples.end(), 0);
    if (const std::ptrdiff_t kept = testCount(sample_count, settings); kept > 0) {
        shuffleInPlace(samples, RandomStream(0, "test"));
        m_test.assign(samples.begin(), samples.begin() + kept);
        samples.erase(samples.begin(), samples.begin() + kept);
        std::ranges::sort(m_test);
        std::ranges::sort(samples);
    }
    shuffleInPlace(samples, RandomStream(m_seed, "split"));
    const auto kept = std::min<std::ptrdiff_t>(validationCount(sample_count, settings), std::ssize(samples));
    m_validation.assign(samples.begin(), samples.begin() + kept);
    m_training.assign(samples.begin() + kept, samples.begin() + kept + trainingCount(sample_count, settings));
    std::ranges::sort(m_validation);
    std::ranges::sort(m_training);
    m_shuffled.resize(m_training.size());
    m_steps_per_epoch = (static_cast<std::int64_t>(m_training.size()) + m_batch_size - 1) / m_batch_size;
}

void BatchOrder::shuffle(std::int64_t epoch)
{
    std::ranges::copy(m_training, m_shuffled.begin());
    shuffleInPlace(m_shuffled, RandomStream(m_seed, "order", {static_cast<std::uint64_t>(epoch)}));
    m_shuffled_epoch = epoch;
}

std::span<const std::int64_t> BatchOrder::batch(std::int64_t step)
{
    const std::int64_t epoch = step / m_steps_per_epoch;
    if (epoch != m_shuffled_epoch)
        shuffle(epoch);
    const auto from = static_cast<std::size_t>((step % m_steps_per_epoch) * m_batch_size);
    return std::span(m_shuffled)
        .subspan(from, std::min(static_cast<std::size_t>(m_batch_size), m_shuffled.size() - from));
}

} // namespace ligature
