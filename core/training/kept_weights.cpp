// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/kept_weights.h"

#include <algorithm>
#include <utility>

#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

KeptWeights::KeptWeights(Program<float>& program, const TrainingSettings& settings)
    : m_program(program), m_decay(settings.weight_average), m_patience(settings.patience)
{
    const std::span<const ProgramParameter<float>> parameters = std::as_const(program).parameters();
    m_average = ParameterBlock(
        parameters, [this](const ProgramParameter<float>& one) { return averages() && !one.gradient.empty(); });
    m_best = ParameterBlock(parameters, [this](const ProgramParameter<float>&) { return keepsBest(); });
}

void KeptWeights::startAverage()
{
    for (std::size_t i = 0; i < m_program.parameters().size(); ++i)
        std::ranges::copy(m_program.parameters()[i].values.first(averageOf(i).size()), averageOf(i).begin());
}

void KeptWeights::average()
{
    const auto decay = static_cast<float>(m_decay);
    const auto rest = static_cast<float>(1 - m_decay);
    for (std::size_t i = 0; i < m_program.parameters().size(); ++i) {
        const std::span<const float> values = m_program.parameters()[i].values;
        for (std::size_t from = 0; from < averageOf(i).size(); from += updateChunk) {
            auto average = chunkOf(averageOf(i), from);
            average = decay * average + rest * chunkOf(values, from);
        }
    }
}

void KeptWeights::endEpoch(std::int64_t epoch, double loss)
{
    // What is no number is not less.
    if (!keepsBest() || isOutOfPatience(epoch - 1) || !(loss < m_best_loss))
        return;
    setBest(epoch, loss);
    for (std::size_t i = 0; i < m_program.parameters().size(); ++i) {
        const std::span<const float> values = m_program.parameters()[i].values;
        std::ranges::copy(averageOf(i).empty() ? values : averageOf(i), bestOf(i).begin());
    }
}

void KeptWeights::setBest(std::int64_t epoch, double loss)
{
    m_best_epoch = epoch;
    m_best_loss = loss;
}

void KeptWeights::exchangeAverage()
{
    m_average.exchangeWith(m_program.parameters());
}

void KeptWeights::exchangeBest()
{
    m_best.exchangeWith(m_program.parameters());
}

std::int64_t KeptWeights::bytesNeeded(const OperationGraph& graph, const TrainingSettings& settings)
{
    const std::int64_t copies = (settings.weight_average > 0 ? 1 : 0) + (settings.patience > 0 ? 1 : 0) +
                                (settings.gradient_accumulation > 1 ? 1 : 0);
    std::int64_t bytes = 0;
    for (const GraphParameter& parameter : graph.parameters) {
        std::int64_t one = 0;
        if (__builtin_mul_overflow(parameter.shape.elementCount(), copies * std::int64_t{sizeof(float)}, &one) ||
            __builtin_add_overflow(bytes, one, &bytes))
            return std::numeric_limits<std::int64_t>::max();
    }
    return bytes;
}

void ShownWeights::exchange()
{
    if (m_which == Which::Average)
        m_kept.exchangeAverage();
    else if (m_which == Which::Best)
        m_kept.exchangeBest();
}

} // namespace ligature
