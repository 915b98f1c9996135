// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/program.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/ops/product.h"
#include "core/program/buffer_layout.h"
#include "core/program/use_watch.h"

namespace ligature {

template <typename T>
struct Program<T>::Step {
    std::unique_ptr<Kernel<T>> kernel;
    LayerId layer;
    ValueIndex output = 0;
    bool has_backward = false;
};

template <typename T>
Program<T>::Program(const OperationGraph& graph, std::int64_t max_batch, std::uint64_t seed)
    : m_max_batch(max_batch), m_inputs(graph.inputs), m_losses(graph.losses)
{
    const BufferLayout layout = layOutBuffers(graph, max_batch, sizeof(T));
    m_memory = AlignedArray<T>(static_cast<std::size_t>(layout.elements));
    T* const memory = m_memory.data();
    const auto at = [memory](std::optional<std::int64_t> offset) { return offset ? memory + *offset : nullptr; };

    for (std::size_t i = 0; i < graph.values.size(); ++i) {
        const GraphValue& value = graph.values[i];
        m_operands.push_back({value.spec, at(layout.data[i]), at(layout.gradient[i]), false, value.transposed});
    }
    for (std::size_t i = 0; i < graph.parameters.size(); ++i) {
        const auto size = static_cast<std::size_t>(graph.parameters[i].shape.elementCount());
        const auto gradient = layout.parameter_gradient[i];
        m_parameters.push_back(
            {graph.parameters[i], {at(layout.parameter_data[i]), size}, {at(gradient), gradient ? size : 0}});
    }
    for (const BufferLayout::Span& whole : layout.cleared)
        m_cleared.emplace_back(memory + whole.offset, static_cast<std::size_t>(whole.elements));
    const auto workspace = std::make_shared<ProductWorkspace<T>>();
    for (std::size_t i = 0; i < graph.operations.size(); ++i) {
        const GraphOperation& operation = graph.operations[i];
        Binding<T> binding;
        for (std::size_t input = 0; input < operation.inputs.size(); ++input) {
            Operand<T> operand = m_operands[static_cast<std::size_t>(operation.inputs[input])];
            operand.accumulate = layout.accumulate[i][input];
            binding.inputs.push_back(std::move(operand));
        }
        binding.output = m_operands[static_cast<std::size_t>(operation.output)];
        binding.max_batch = max_batch;
        binding.workspace = workspace;
        binding.seed = seed;
        binding.layer = operation.layer.value;
        binding.part = operation.part;
        const bool has_backward = binding.output.gradient != nullptr;
        m_steps.push_back({operation.op->bind(std::move(binding)), operation.layer, operation.output, has_backward});
    }
    for (const GraphLoss& loss : m_losses)
        m_loss_steps.push_back(
            static_cast<std::size_t>(std::ranges::find(m_steps, loss.value, &Step::output) - m_steps.begin()));
}

template <typename T>
Program<T>::~Program() = default;

template <typename T>
std::int64_t Program<T>::bytesNeeded(const OperationGraph& graph, std::int64_t max_batch)
{
    std::int64_t elements = layOutBuffers(graph, max_batch, sizeof(T)).elements;
    for (const GraphOperation& operation : graph.operations) {
        std::vector<ValueSpec> specs;
        for (const ValueIndex input : operation.inputs)
            specs.push_back(graph.values[static_cast<std::size_t>(input)].spec);
        if (__builtin_add_overflow(elements, operation.op->scratchElements(specs, max_batch), &elements))
            return std::numeric_limits<std::int64_t>::max();
    }
    return Shape{elements, static_cast<std::int64_t>(sizeof(T))}.elementCount();
}

template <typename T>
std::span<T> Program<T>::inputBuffer(const GraphInput& input)
{
    const Operand<T>& operand = m_operands[static_cast<std::size_t>(input.value)];
    return {operand.data, static_cast<std::size_t>(operand.elements() * m_max_batch)};
}

template <typename T>
std::span<const T> Program<T>::valueBuffer(ValueIndex value) const
{
    const Operand<T>& operand = m_operands[static_cast<std::size_t>(value)];
    return {operand.data, static_cast<std::size_t>(operand.elements() * (operand.spec.batched ? m_max_batch : 1))};
}

template <typename T>
std::span<const T> Program<T>::gradientBuffer(ValueIndex value) const
{
    const Operand<T>& operand = m_operands[static_cast<std::size_t>(value)];
    if (operand.gradient == nullptr)
        return {};
    return {operand.gradient, static_cast<std::size_t>(operand.elements() * (operand.spec.batched ? m_max_batch : 1))};
}

template <typename T>
T Program<T>::forward(const StepContext& context)
{
    for (const Step& step : m_steps)
        step.kernel->forward(context);
    T sum = T(0);
    for (std::size_t i = 0; i < m_losses.size(); ++i)
        sum += static_cast<T>(m_losses[i].weight) * loss(i);
    return sum;
}

template <typename T>
void Program<T>::seedLosses()
{
    for (const std::span<T> gradient : m_cleared)
        std::ranges::fill(gradient, T(0));
    for (const GraphLoss& part : m_losses) {
        if (T* const gradient = m_operands[static_cast<std::size_t>(part.value)].gradient)
            *gradient = static_cast<T>(part.weight);
    }
}

/// The way back through the operations before `end`, the first of them being `begin`.
template <typename T>
void Program<T>::backwardFrom(std::size_t end, std::size_t begin, const StepContext& context)
{
    for (std::size_t i = end; i-- > begin;) {
        if (m_steps[i].has_backward)
            m_steps[i].kernel->backward(context);
    }
}

template <typename T>
void Program<T>::backward(const StepContext& context)
{
    seedLosses();
    backwardFrom(m_steps.size(), 0, context);
}

template <typename T>
void Program<T>::backward(const StepContext& context, UseWatch<T>& watch)
{
    seedLosses();
    std::size_t done = m_steps.size();
    for (const auto& stop : watch.m_stops) {
        backwardFrom(done, stop.operation, context);
        done = stop.operation;
        std::ranges::copy(stop.gradient, stop.copy);
    }
    backwardFrom(done, 0, context);
    watch.measure();
}

template <typename T>
void Program<T>::updateState(const StepContext& context)
{
    for (const Step& step : m_steps)
        step.kernel->updateState(context);
}

template <typename T>
T Program<T>::loss(std::size_t index) const
{
    return m_operands[static_cast<std::size_t>(m_losses[index].value)].data[0];
}

template <typename T>
double Program<T>::metric(const StepContext& context, std::size_t loss) const
{
    return m_steps[m_loss_steps[loss]].kernel->metric(context);
}

template <typename T>
double Program<T>::shownMetric(double mean, std::size_t loss) const
{
    return m_steps[m_loss_steps[loss]].kernel->shownMetric(mean);
}

template <typename T>
std::optional<LayerId> Program<T>::firstNonFinite(const StepContext& context) const
{
    for (const Step& step : m_steps) {
        const Operand<T>& output = m_operands[static_cast<std::size_t>(step.output)];
        const std::int64_t count = output.elements() * (output.spec.batched ? context.batch : 1);
        for (std::int64_t i = 0; i < count; ++i) {
            if (!std::isfinite(output.data[i]))
                return step.layer;
        }
    }
    return std::nullopt;
}

template class Program<float>;
template class Program<double>;

} // namespace ligature
