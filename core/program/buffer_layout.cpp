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
        for (std::size_t i = 0; i < m_graph.parameters.size(); ++i)
            m_parameter_index[m_graph.parameters[i].id] = i;
        m_needs_gradient.resize(m_graph.values.size());
        for (std::size_t i = 0; i < m_graph.values.size(); ++i) {
            if (const auto parameter = m_graph.values[i].parameter)
                m_needs_gradient[i] = m_graph.parameters[m_parameter_index.at(*parameter)].trainable;
        }
        for (const GraphOperation& operation : m_graph.operations) {
            for (const ValueIndex input : operation.inputs) {
                if (const auto parameter = m_graph.values[static_cast<std::size_t>(input)].parameter)
                    m_read.insert(*parameter);
                if (m_needs_gradient[static_cast<std::size_t>(input)])
                    m_needs_gradient[static_cast<std::size_t>(operation.output)] = true;
            }
        }
    }

    void placeValue(const GraphValue& value, bool needs_gradient)
    {
        if (value.parameter) {
            const std::size_t index = m_parameter_index.at(*value.parameter);
            m_layout.data.push_back(m_layout.parameter_data[index] + value.offset);
            const auto gradient = m_layout.parameter_gradient[index];
            m_layout.gradient.push_back(gradient ? std::optional(*gradient + value.offset) : std::nullopt);
            return;
        }
        const std::int64_t size =
            Shape{value.spec.batched ? m_max_batch : 1, value.spec.shape.elementCount()}.elementCount();
        m_layout.data.push_back(value.memory_of ? m_layout.data[static_cast<std::size_t>(*value.memory_of)]
                                                : take(size));
        m_layout.gradient.push_back(needs_gradient ? std::optional(take(size)) : std::nullopt);
    }

    /// The whole gradient that a value's is a part of: a parameter's, or its own.
    BufferLayout::Span wholeGradient(ValueIndex value) const
    {
        const GraphValue& read = m_graph.values[static_cast<std::size_t>(value)];
        if (read.parameter) {
            const std::size_t index = m_parameter_index.at(*read.parameter);
            return {*m_layout.parameter_gradient[index], m_graph.parameters[index].shape.elementCount()};
        }
        return {*m_layout.gradient[static_cast<std::size_t>(value)],
                Shape{read.spec.batched ? m_max_batch : 1, read.spec.shape.elementCount()}.elementCount()};
    }

    /// Backward runs from the last operation to the first: the first to reach a gradient writes it, the others add.
    /// Where the first writes only a part of it, or writes it for two inputs in an order that only its kernel knows,
    /// it is cleared beforehand and all add.
    void findFirstWriters()
    {
        std::set<std::int64_t> written;
        m_layout.accumulate.resize(m_graph.operations.size());
        for (std::size_t i = m_graph.operations.size(); i-- > 0;) {
            const std::vector<ValueIndex>& inputs = m_graph.operations[i].inputs;
            std::map<std::int64_t, int> readers;
            for (const ValueIndex input : inputs) {
                if (m_layout.gradient[static_cast<std::size_t>(input)])
                    ++readers[wholeGradient(input).offset];
            }
            for (const ValueIndex input : inputs) {
                if (!m_layout.gradient[static_cast<std::size_t>(input)]) {
                    m_layout.accumulate[i].push_back(false);
                    continue;
                }
                const BufferLayout::Span whole = wholeGradient(input);
                const GraphValue& read = m_graph.values[static_cast<std::size_t>(input)];
                const bool part = read.parameter && read.spec.shape.elementCount() != whole.elements;
                const bool first = written.insert(whole.offset).second;
                const bool clear = first && (part || readers[whole.offset] > 1);
                if (clear)
                    m_layout.cleared.push_back(whole);
                m_layout.accumulate[i].push_back(!first || clear);
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
    std::map<ParameterId, std::size_t> m_parameter_index;
    std::set<ParameterId> m_read; ///< by operations, with a gradient or without
    BufferLayout m_layout;
};

} // namespace

BufferLayout layOutBuffers(const OperationGraph& graph, std::int64_t max_batch, std::size_t element_size)
{
    return Layout(graph, max_batch, element_size).run();
}

} // namespace ligature
