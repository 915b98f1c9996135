// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimizer_state.h"

#include <algorithm>
#include <limits>

#include "core/training/gradient_clipping.h"

namespace ligature {

namespace {

std::size_t sizeIn(const OptimizerVector& vector, const Shape& parameter)
{
    return static_cast<std::size_t>(shapeOf(vector.kind, parameter).elementCount());
}

} // namespace

template <typename T>
OptimizerState<T>::OptimizerState(Program<T>& program, const TrainingSettings& settings)
    : m_type(findOptimizerType(settings.optimizer)),
      m_attributes(withDefaults(m_type->attributes(), settings.optimizer_attributes)),
      m_learning_rate(m_attributes.get<double>("learning_rate")), m_largest_norm(settings.gradient_clipping)
{
    std::size_t total = 0;
    std::size_t spans = 0;
    std::size_t scratch = 0;
    for (ProgramParameter<T>& parameter : program.parameters()) {
        if (parameter.gradient.empty())
            continue;
        const GraphParameter& description = parameter.description;
        m_states.push_back({.values = parameter.values,
                            .gradient = parameter.gradient,
                            .state = {},
                            .learning_rate_factor = description.learning_rate_factor,
                            .weight_decay_factor = description.weight_decay_factor,
                            .shape = description.shape,
                            .stored_transposed = description.stored_transposed});
        m_gradients.push_back(parameter.gradient);
        m_vectors.push_back(m_type->state(m_attributes, description.shape));
        for (const OptimizerVector& vector : m_vectors.back())
            total += alignedCount<T>(sizeIn(vector, description.shape));
        spans += m_vectors.back().size();
        scratch = std::max(scratch, static_cast<std::size_t>(m_type->scratchSize(m_attributes, description.shape)));
    }
    m_memory = AlignedArray<T>(total);
    m_scratch = AlignedArray<T>(scratch);
    m_spans.reserve(spans);
    T* free = m_memory.data();
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        const std::size_t begin = m_spans.size();
        for (const OptimizerVector& vector : m_vectors[i]) {
            m_spans.emplace_back(free, sizeIn(vector, m_states[i].shape));
            free += alignedCount<T>(m_spans.back().size());
        }
        m_states[i].state = std::span(m_spans).subspan(begin);
        m_states[i].scratch = m_scratch.span();
    }
}

template <typename T>
void OptimizerState<T>::step(double learning_rate)
{
    if (m_largest_norm > 0) {
        const double factor = clippingFactor(clipGradients<T>(m_gradients, m_largest_norm), m_largest_norm);
        m_clip_factor = factor < 1 ? factor : 1;
    }
    m_type->step(m_attributes, learning_rate, ++m_step_count, m_states);
}

template <typename T>
std::int64_t OptimizerState<T>::bytesNeeded(const OperationGraph& graph, const TrainingSettings& settings)
{
    const OptimizerType* const type = findOptimizerType(settings.optimizer);
    const Attributes attributes = withDefaults(type->attributes(), settings.optimizer_attributes);
    std::int64_t bytes = 0;
    const auto add = [&bytes](std::int64_t size) {
        if (__builtin_add_overflow(bytes, Shape{size, std::int64_t{sizeof(T)}}.elementCount(), &bytes))
            bytes = std::numeric_limits<std::int64_t>::max();
    };
    std::int64_t scratch = 0;
    for (const GraphParameter& parameter : graph.parameters) {
        for (const OptimizerVector& vector : type->state(attributes, parameter.shape))
            add(shapeOf(vector.kind, parameter.shape).elementCount());
        scratch = std::max(scratch, type->scratchSize(attributes, parameter.shape));
    }
    add(scratch);
    return bytes;
}

template class OptimizerState<float>;
template class OptimizerState<double>;

} // namespace ligature
