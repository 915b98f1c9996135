// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a graph once all of its nodes are read: GraphReader's parameters, and their places.
#include <algorithm>

#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/graph_reader.h"
#include "core/network/declared.h"
#include "core/network/edits.h"
#include "core/program/lower.h"
#include "core/project/arrangement.h"

namespace ligature {

Result<Weights> GraphReader::tieParameters()
{
    std::map<ParameterId, std::vector<float>> values;
    for (const auto& [place, uses] : m_uses) {
        const auto& [tensor, trainable] = m_tensors[place];
        const auto is_state = [&](const Use& use) { return findSlot(m_network, use.slot)->state; };
        std::vector<Use> tied;
        std::ranges::copy_if(uses, std::back_inserter(tied), [&](const Use& use) { return !is_state(use); });
        const bool is_shared = tied.size() > 1 || (!tied.empty() && repeats(tied.front().view));
        ParameterId shared;
        for (const Use& use : uses) {
            const ParameterId own = m_network.ties.at(use.slot).parameter;
            if (!is_shared || is_state(use)) {
                const LinearRead places = ligature::read(use.view, tensor.shape);
                std::vector<float>& to = values[own];
                for (std::size_t i = 0; i < places.index.size(); ++i) {
                    const float read = (*tensor.floats())[static_cast<std::size_t>(places.index[i])];
                    to.push_back(places.coefficient.empty() ? read : static_cast<float>(places.coefficient[i]) * read);
                }
                m_network.parameters.at(own).trainable &= trainable;
                continue;
            }
            if (!shared) {
                shared = addSharedParameter(m_network, cleanName(tensor.name, "W"));
                Parameter& parameter = m_network.parameters.at(shared);
                parameter.shape = tensor.shape;
                parameter.initializer = m_network.parameters.at(own).initializer;
                parameter.trainable = trainable;
                values[shared] = *tensor.floats();
                m_notes.push_back("\"" + parameter.name + "\" is read " + std::to_string(tied.size()) +
                                  " times, and is a shared parameter.");
            }
            if (const auto done = tie(m_network, shared, use.slot, use.view); !done)
                return fail(m_where + ", " + tensor.name, done.error().what, done.error().mend);
        }
    }
    const Result<OperationGraph> graph = lower(m_network);
    if (!graph)
        return fail(m_where + ", " + graph.error().where, graph.error().what, graph.error().mend);
    Weights weights;
    for (const GraphParameter& parameter : graph->parameters) {
        const auto found = values.find(parameter.id);
        if (found == values.end() || static_cast<std::int64_t>(found->second.size()) != parameter.shape.elementCount())
            return fail(m_where, "there are no values for " + parameter.name, "export the model again");
        weights.parameters.push_back({parameter.id, parameter.name, parameter.shape, std::move(found->second)});
    }
    return weights;
}

void GraphReader::placeOnCanvas(Canvas& canvas) const
{
    canvas = arranged(m_network, typicalBoxes(m_network));
    int colour = 0;
    for (const auto& [id, position] : canvas.parameters)
        canvas.colours[id] = colour++;
}

} // namespace ligature
