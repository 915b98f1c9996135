// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimizer_state.h"

#include "core/training/gradient_clipping.h"

namespace ligature {

namespace {

std::size_t alignedSize(std::size_t elements, std::size_t element_size)
{
    const std::size_t line = bufferAlignment / element_size;
    return (elements + line - 1) / line * line;
}

} // namespace

template <typename T>
OptimizerState<T>::OptimizerState(Program<T>& program, const TrainingSettings& settings)
    : m_type(findOptimizerType(settings.optimizer)),
      m_attributes(withDefaults(m_type->attributes(), settings.optimizer_attributes)),
      m_learning_rate(m_attributes.get<double>("learning_rate")), m_vectors(m_type->state(m_attributes)),
      m_largest_norm(settings.gradient_clipping)
{
    const auto sizeFor = [](const OptimizerVector& vector, const ProgramParameter<T>& parameter) {
        return static_cast<std::size_t>(sizeOf(vector, static_cast<std::int64_t>(parameter.gradient.size())));
    };
    std::size_t total = 0;
    for (const ProgramParameter<T>& parameter : program.parameters()) {
        for (const OptimizerVector& vector : m_vectors)
            total += parameter.gradient.empty() ? 0 : alignedSize(sizeFor(vector, parameter), sizeof(T));
    }
    m_memory = AlignedArray<T>(total);
    T* free = m_memory.data();
    m_spans.reserve(program.parameters().size() * m_vectors.size());
    for (ProgramParameter<T>& parameter : program.parameters()) {
        if (parameter.gradient.empty())
            continue;
        ParameterState<T> state{.values = parameter.values,
                                .gradient = parameter.gradient,
                                .state = {},
                                .learning_rate_factor = parameter.description.learning_rate_factor,
                                .weight_decay_factor = parameter.description.weight_decay_factor};
        const std::size_t begin = m_spans.size();
        for (const OptimizerVector& vector : m_vectors) {
            m_spans.emplace_back(free, sizeFor(vector, parameter));
            free += alignedSize(m_spans.back().size(), sizeof(T));
        }
        state.state = std::span(m_spans).subspan(begin);
        m_states.push_back(state);
        m_gradients.push_back(parameter.gradient);
    }
}

template <typename T>
void OptimizerState<T>::step(double learning_rate)
{
    if (m_largest_norm > 0)
        clipGradients<T>(m_gradients, m_largest_norm);
    m_type->step(m_attributes, learning_rate, ++m_step_count, m_states);
}

template <typename T>
std::int64_t OptimizerState<T>::bytesNeeded(const OperationGraph& graph, const TrainingSettings& settings)
{
    const OptimizerType* const type = findOptimizerType(settings.optimizer);
    const std::vector<OptimizerVector> vectors =
        type->state(withDefaults(type->attributes(), settings.optimizer_attributes));
    std::int64_t bytes = 0;
    for (const GraphParameter& parameter : graph.parameters) {
        for (const OptimizerVector& vector : vectors) {
            const std::int64_t size = sizeOf(vector, parameter.shape.elementCount());
            if (__builtin_add_overflow(bytes, Shape{size, std::int64_t{sizeof(T)}}.elementCount(), &bytes))
                return std::numeric_limits<std::int64_t>::max();
        }
    }
    return bytes;
}

template class OptimizerState<float>;
template class OptimizerState<double>;

} // namespace ligature
