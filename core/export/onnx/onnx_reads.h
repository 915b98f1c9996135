// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/export/exporter.h"
#include "core/export/onnx/onnx_graph.h"

namespace ligature {

/// What slots read, as values of a graph: a parameter's initializer, or nodes that view it. Slots that read alike share
/// the nodes.
class OnnxReads {
public:
    /// Names an initializer for each parameter of the weights, in their order. Keeps references to all.
    OnnxReads(const Network& network, const Weights& weights, OnnxGraph& graph);

    /// The initializers' names.
    [[nodiscard]] const std::vector<std::string>& names() const { return m_names; }

    /// A matrix as an operator that can transpose takes it.
    struct Matrix {
        std::string value;
        bool transposed = false; ///< whether the slot reads the value's transpose
    };
    [[nodiscard]] bool isThere(const Slot& slot) const { return m_network.ties.contains(slot); }
    [[nodiscard]] std::string value(const Slot& slot);
    [[nodiscard]] Matrix matrix(const Slot& slot);

private:
    std::string read(ParameterId parameter, const View& view);

    const Network& m_network;
    const Weights& m_weights;
    OnnxGraph& m_graph;
    std::vector<std::string> m_names;
    std::map<ParameterId, std::size_t> m_places; ///< in the weights
    std::vector<std::pair<std::pair<ParameterId, View>, std::string>> m_reads;
};

} // namespace ligature
