// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_order.h"

#include <algorithm>

#include "core/tensor/random_stream.h"

namespace ligature {

namespace {

/// Fisher and Yates; std::shuffle's order depends on the standard library.
void shuffleInPlace(std::span<std::int64_t> values, RandomStream random)
{
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
}

} // namespace

std::int64_t BatchOrder::testCount(const SampleFacts& samples, const TrainingSettings& settings)
{
    return splitSizesOf(samples, settings).test;
}

std::int64_t BatchOrder::validationCount(const SampleFacts& samples, const TrainingSettings& settings)
{
    return splitSizesOf(samples, settings).validation;
}

std::int64_t BatchOrder::trainingCount(const SampleFacts& samples, const TrainingSettings& settings)
{
    return splitSizesOf(samples, settings).training;
}

BatchOrder::BatchOrder(const SampleFacts& samples, const TrainingSettings& settings)
    : m_split(splitOf(samples, settings)), m_shuffled(m_split.training.size()), m_batch_size(samplesAStep(settings)),
      m_steps_per_epoch((std::ssize(m_split.training) + m_batch_size - 1) / m_batch_size), m_seed(settings.seed)
{
}

void BatchOrder::shuffle(std::int64_t epoch)
{
    std::ranges::copy(m_split.training, m_shuffled.begin());
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
