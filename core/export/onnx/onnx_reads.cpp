// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_reads.h"

#include <algorithm>

#include "core/export/onnx/onnx_view.h"

namespace ligature {

OnnxReads::OnnxReads(const Network& network, const Weights& weights, OnnxGraph& graph)
    : m_network(network), m_weights(weights), m_graph(graph)
{
    for (const ParameterValues& parameter : weights.parameters) {
        m_places[parameter.parameter] = m_names.size();
        m_names.push_back(graph.take(parameter.name));
    }
}

std::string OnnxReads::value(const Slot& slot)
{
    const Tie& tie = m_network.ties.at(slot);
    return read(tie.parameter, tie.view);
}

OnnxReads::Matrix OnnxReads::matrix(const Slot& slot)
{
    const Tie& tie = m_network.ties.at(slot);
    const bool transposed = !tie.view.empty() && tie.view.back().type == transposeView().front().type;
    return {read(tie.parameter, transposed ? View(tie.view.begin(), tie.view.end() - 1) : tie.view), transposed};
}

std::string OnnxReads::read(ParameterId parameter, const View& view)
{
    const std::size_t place = m_places.at(parameter);
    if (view.empty())
        return m_names[place];
    const std::pair key(parameter, view);
    if (const auto known = std::ranges::find(m_reads, key, [](const auto& made) { return made.first; });
        known != m_reads.end())
        return known->second;
    const View before(view.begin(), view.end() - 1);
    const Shape shape = outputShape(before, m_weights.parameters[place].shape).value();
    const ViewType& type = *findViewType(view.back().type);
    const Attributes attributes = withDefaults(type.attributes(), view.back().attributes);
    const std::string value = findOnnxView(type.name())
                                  ->write({.graph = m_graph,
                                           .input = read(parameter, before),
                                           .input_shape = shape,
                                           .output_shape = type.outputShape(shape, attributes).value(),
                                           .attributes = attributes,
                                           .wish = m_names[place]});
    m_reads.emplace_back(key, value);
    return value;
}

} // namespace ligature
