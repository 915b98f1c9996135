// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a graph once all of its nodes are read: GraphReader's parameters, and their places.
#include <algorithm>
#include <cmath>

#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/graph_reader.h"
#include "core/network/declared.h"
#include "core/network/edits.h"
#include "core/program/lower.h"
#include "core/project/arrangement.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

bool isUniform(const NamedTensor& tensor)
{
    const std::vector<float>& values = *tensor.floats();
    // One number alone is only what it starts as, where it is a usual one to start from.
    if (values.size() == 1)
        return values[0] == 0 || values[0] == 1 || values[0] == 0.25F;
    return std::ranges::all_of(values, [&](float value) { return value == values.front(); });
}

} // namespace

Result<void> GraphReader::expectFinite(const NamedTensor& tensor) const
{
    const auto found = std::ranges::find_if(*tensor.floats(), [](float value) { return !std::isfinite(value); });
    if (found == tensor.floats()->end())
        return {};
    std::string place;
    std::int64_t rest = found - tensor.floats()->begin();
    for (std::size_t axis = tensor.shape.rank(); axis-- > 0;) {
        place.insert(0, std::to_string(rest % tensor.shape[axis]) + (place.empty() ? "" : ", "));
        rest /= tensor.shape[axis];
    }
    if (const auto& beyond = tensor.origin.rounding.beyond; beyond == found - tensor.floats()->begin()) {
        return fail(m_where + ", " + tensor.name,
                    "its element [" + place + "] is " + numbers::readable(tensor.origin.rounding.beyond_value) +
                        ", and the largest float of 32 bits is 3.4e+38",
                    "scale the weights down, or take them from before the training diverged");
    }
    return fail(m_where + ", " + tensor.name,
                "its element [" + place + "] is " + (std::isnan(*found) ? "not a number" : "infinite"),
                "export the model from a training that did not diverge");
}

Result<Weights> GraphReader::tieParameters()
{
    std::map<ParameterId, std::vector<float>> values;
    for (const auto& [place, uses] : m_uses) {
        const auto& [tensor, trainable] = m_tensors[place];
        const auto is_state = [&](const Use& use) { return findSlot(m_network, use.slot)->state; };
        std::vector<Use> tied;
        std::ranges::copy_if(uses, std::back_inserter(tied), [&](const Use& use) { return !is_state(use); });
        if (const auto finite = expectFinite(tensor); !finite)
            return tl::unexpected(finite.error());
        // Exporters store equal tensors once, and fresh biases and gains are equal: that they are one is no tie.
        const bool is_uniform = trainable && isUniform(tensor);
        if (is_uniform && tied.size() > 1) {
            addNote(quotedName(tensor.name, "W") + " is " + numbers::exact(tensor.floats()->front()) +
                    " throughout and read " + std::to_string(tied.size()) +
                    " times. Exporters store such tensors once, so each use has a parameter of its own here: tie them "
                    "if they are meant to be one.");
        }
        const bool repeats_itself =
            !tied.empty() && std::ranges::any_of(tied, [](const Use& use) { return repeats(use.view); });
        const bool is_shared = !is_uniform ? tied.size() > 1 || repeats_itself : repeats_itself && tied.size() == 1;
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
