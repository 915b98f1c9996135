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
      m_learning_rate(m_attributes.get<double>("learning_rate")), m_largest_norm(settings.gradient_clipping)
{
    const int kept = m_type->stateCount(m_attributes);
    std::size_t total = 0;
    for (const ProgramParameter<T>& parameter : program.parameters())
        total += alignedSize(parameter.gradient.size(), sizeof(T)) * static_cast<std::size_t>(kept);
    m_memory = AlignedArray<T>(total);
    T* free = m_memory.data();
    const auto take = [&free](std::size_t size) {
        const std::span<T> taken(free, size);
        free += alignedSize(size, sizeof(T));
        return taken;
    };
    for (ProgramParameter<T>& parameter : program.parameters()) {
        if (parameter.gradient.empty())
            continue;
        ParameterState<T> state{.values = parameter.values,
                                .gradient = parameter.gradient,
                                .first = {},
                                .second = {},
                                .learning_rate_factor = parameter.description.learning_rate_factor,
                                .weight_decay_factor = parameter.description.weight_decay_factor};
        if (kept > 0)
            state.first = take(parameter.gradient.size());
        if (kept > 1)
            state.second = take(parameter.gradient.size());
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
    const std::int64_t kept = type->stateCount(withDefaults(type->attributes(), settings.optimizer_attributes));
    std::int64_t bytes = 0;
    for (const GraphParameter& parameter : graph.parameters) {
        const std::int64_t size =
            Shape{parameter.shape.elementCount(), kept, static_cast<std::int64_t>(sizeof(T))}.elementCount();
        if (__builtin_add_overflow(bytes, size, &bytes))
            return std::numeric_limits<std::int64_t>::max();
    }
    return bytes;
}

template class OptimizerState<float>;
template class OptimizerState<double>;

} // namespace ligature
