// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/buffer_layout.h"

#include <limits>
#include <map>
#include <set>

#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

class Layout {
public:
    Layout(const OperationGraph& graph, std::int64_t max_batch, std::size_t element_size)
        : m_graph(graph), m_max_batch(max_batch), m_alignment(static_cast<std::int64_t>(bufferAlignment / element_size))
    {
    }

    BufferLayout run()
    {
        findNeededGradients();
        // Parameters first and side by side, then their gradients: an optimizer walks both from end to end.
        for (const GraphParameter& parameter : m_graph.parameters)
            m_layout.parameter_data.push_back(take(parameter.shape.elementCount()));
        for (const GraphParameter& parameter : m_graph.parameters) {
            m_layout.parameter_gradient.push_back(m_read.contains(parameter.id) && parameter.trainable
                                                      ? std::optional(take(parameter.shape.elementCount()))
                                                      : std::nullopt);
        }
        for (std::size_t i = 0; i < m_graph.values.size(); ++i)
            placeValue(m_graph.values[i], m_needs_gradient[i]);
        findFirstWriters();
        return std::move(m_layout);
    }

private:
    void findNeededGradients()
    {
        std::map<ParameterId, bool> trainable;
        for (const GraphParameter& parameter : m_graph.parameters)
            trainable[parameter.id] = parameter.trainable;
        m_needs_gradient.resize(m_graph.values.size());
        for (std::size_t i = 0; i < m_graph.values.size(); ++i) {
            if (const auto parameter = m_graph.values[i].parameter) {
                m_needs_gradient[i] = trainable[*parameter];
                m_read.insert(*parameter);
            }
        }
        for (const GraphOperation& operation : m_graph.operations) {
            for (const ValueIndex input : operation.inputs) {
                if (m_needs_gradient[static_cast<std::size_t>(input)])
                    m_needs_gradient[static_cast<std::size_t>(operation.output)] = true;
            }
        }
    }

    void placeValue(const GraphValue& value, bool needs_gradient)
    {
        if (value.parameter) {
            std::size_t index = 0;
            while (m_graph.parameters[index].id != *value.parameter)
                ++index;
            m_layout.data.push_back(m_layout.parameter_data[index]);
            m_layout.gradient.push_back(m_layout.parameter_gradient[index]);
            return;
        }
        const std::int64_t size =
            Shape{value.spec.batched ? m_max_batch : 1, value.spec.shape.elementCount()}.elementCount();
        m_layout.data.push_back(take(size));
        m_layout.gradient.push_back(needs_gradient ? std::optional(take(size)) : std::nullopt);
    }

    /// Backward runs from the last operation to the first: the first to reach a gradient writes it, the others add.
    void findFirstWriters()
    {
        std::set<std::int64_t> written;
        m_layout.accumulate.resize(m_graph.operations.size());
        for (std::size_t i = m_graph.operations.size(); i-- > 0;) {
            for (const ValueIndex input : m_graph.operations[i].inputs) {
                const auto gradient = m_layout.gradient[static_cast<std::size_t>(input)];
                m_layout.accumulate[i].push_back(gradient && !written.insert(*gradient).second);
            }
        }
    }

    std::int64_t take(std::int64_t size)
    {
        const std::int64_t offset = m_layout.elements;
        std::int64_t end = 0;
        if (__builtin_add_overflow(offset, size, &end) || __builtin_add_overflow(end, m_alignment, &end)) {
            m_layout.elements = std::numeric_limits<std::int64_t>::max();
            return offset;
        }
        // An empty buffer still takes a line, so that every gradient has a place of its own.
        m_layout.elements = end / m_alignment * m_alignment;
        return offset;
    }

    const OperationGraph& m_graph;
    std::int64_t m_max_batch;
    std::int64_t m_alignment;
    std::vector<bool> m_needs_gradient;
    std::set<ParameterId> m_read;
    BufferLayout m_layout;
};

} // namespace

BufferLayout layOutBuffers(const OperationGraph& graph, std::int64_t max_batch, std::size_t element_size)
{
    return Layout(graph, max_batch, element_size).run();
}

} // namespace ligature
