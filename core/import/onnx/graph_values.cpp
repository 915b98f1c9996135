// SPDX-License-Identifier: GPL-3.0-or-later
// What is stored or known before the model runs, and how layers come to read it.
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/folding.h"
#include "core/import/onnx/graph_reader.h"
#include "core/import/onnx/operator_import.h"
#include "core/network/edits.h"

namespace ligature {

bool isWrittenNumber(const NamedTensor& tensor)
{
    if (tensor.floats() == nullptr)
        return true;
    // Masks of attention: nothing, or as little as can be.
    const auto isMask = [](float value) { return value == 0 || value <= -1e4F; };
    const auto isLow = [](float value) { return value <= -1e4F; };
    if (std::ranges::all_of(*tensor.floats(), isMask) && std::ranges::any_of(*tensor.floats(), isLow))
        return true;
    if (tensor.shape.elementCount() != 1)
        return false;
    const std::string& name = tensor.name;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (name.empty() || std::ranges::all_of(name, isDigit) || name.starts_with("onnx::"))
        return true;
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower.find("const") != std::string::npos || lower.ends_with("/x:0") || lower.ends_with("/y:0") ||
           lower.ends_with("_recip:0");
}

void makeFinite(NamedTensor& tensor)
{
    auto* const values = std::get_if<std::vector<float>>(&tensor.values);
    if (values == nullptr)
        return;
    for (float& value : *values) {
        if (value == -std::numeric_limits<float>::infinity() || value < -1e30F)
            value = -1e30F;
    }
}

std::size_t GraphReader::addTensor(NamedTensor tensor, bool trainable)
{
    if (!trainable)
        makeFinite(tensor);
    m_tensors.push_back({std::move(tensor), trainable});
    return m_tensors.size() - 1;
}

std::size_t GraphReader::derivedTensor(std::size_t of, const std::string& key,
                                       const std::function<NamedTensor(const NamedTensor&)>& make)
{
    const auto [found, is_new] = m_derived.try_emplace({of, key}, m_tensors.size());
    if (is_new) {
        NamedTensor made = make(m_tensors[of].tensor);
        made.name = m_tensors[of].tensor.name + "." + key;
        m_tensors.push_back({std::move(made), m_tensors[of].trainable});
    }
    return found->second;
}

std::optional<ReadNumbers> GraphReader::numbersOf(const ReadParameter& parameter) const
{
    const NamedTensor& tensor = m_tensors[parameter.tensor].tensor;
    if (tensor.floats() == nullptr || parameter.shape.elementCount() > mostFolded)
        return std::nullopt;
    const LinearRead places = ligature::read(parameter.view, tensor.shape);
    ReadNumbers numbers{.shape = parameter.shape, .values = {}, .batches = {}, .kind = ReadNumbers::Kind::Real};
    for (std::size_t i = 0; i < places.index.size(); ++i) {
        const auto value = static_cast<double>((*tensor.floats())[static_cast<std::size_t>(places.index[i])]);
        numbers.values.push_back(places.coefficient.empty() ? value : places.coefficient[i] * value);
    }
    return numbers;
}

ReadParameter GraphReader::asParameter(const ReadNumbers& numbers)
{
    std::vector<float> values;
    for (const double value : numbers.values)
        values.push_back(static_cast<float>(value));
    const std::size_t place = addTensor({"", numbers.shape, std::move(values)});
    return {place, {}, numbers.shape};
}

const GraphReader::Joined* GraphReader::findJoined(const std::string& value) const
{
    const auto found = m_joined.find(value);
    return found == m_joined.end() ? nullptr : &found->second;
}

void GraphReader::addNote(std::string note)
{
    if (std::ranges::find(m_notes, note) == m_notes.end())
        m_notes.push_back(std::move(note));
}

Result<bool> GraphReader::fold(const OnnxNode& node)
{
    if (node.inputs.empty())
        return false;
    std::vector<ReadNumbers> held;
    held.reserve(node.inputs.size());
    FoldedNode known{.node = node, .inputs = {}, .operator_set = operatorSet()};
    std::vector<const ReadParameter*> stored;
    for (const std::string& name : node.inputs) {
        const ReadValue& read = value(name);
        if (const auto* const numbers = std::get_if<ReadNumbers>(&read)) {
            known.inputs.push_back(numbers);
        } else if (const auto* const parameter = std::get_if<ReadParameter>(&read)) {
            stored.push_back(parameter);
            known.inputs.push_back(nullptr);
        } else if (name.empty()) {
            known.inputs.push_back(nullptr);
        } else {
            return false;
        }
    }
    // What only names, turns or cuts a stored tensor is a view of it, and stays tied to it.
    static const std::set<std::string_view> views = {"Transpose", "Reshape", "Squeeze",  "Unsqueeze", "Slice",
                                                     "Split",     "Flatten", "Identity", "Cast",      "Dropout"};
    if (!stored.empty()) {
        const bool may_stay = views.contains(node.op) || node.op == "Gather" || node.op == "Mul" || node.op == "Shape";
        if (may_stay) {
            NodeReader reader(*this, node);
            const OperatorImport* const import = findOperatorImport(node.op);
            if (import != nullptr && import->read(reader))
                return true;
        }
        for (std::size_t i = 0; i < node.inputs.size(); ++i) {
            if (const auto* const parameter = std::get_if<ReadParameter>(&value(node.inputs[i]))) {
                auto numbers = numbersOf(*parameter);
                if (!numbers)
                    return false;
                held.push_back(std::move(*numbers));
                known.inputs[i] = &held.back();
            }
        }
    }
    Result<std::optional<std::vector<ReadNumbers>>> results = folded(known);
    if (!results)
        return tl::unexpected(results.error());
    if (!*results)
        return false;
    bool trainable = false;
    std::string names;
    for (const ReadParameter* const parameter : stored) {
        const Tensor& tensor = m_tensors[parameter->tensor];
        if (!tensor.trainable || tensor.tensor.shape.elementCount() < 2)
            continue;
        trainable = true;
        names.append(names.empty() ? "" : ", ").append(quotedName(tensor.tensor.name, "W"));
    }
    for (std::size_t i = 0; i < node.outputs.size() && i < (*results)->size(); ++i) {
        ReadNumbers& result = (**results)[i];
        if (stored.empty() || result.hasBatch() || result.kind != ReadNumbers::Kind::Real) {
            m_values[node.outputs[i]] = std::move(result);
            continue;
        }
        ReadParameter parameter = asParameter(result);
        m_tensors[parameter.tensor].trainable = trainable;
        m_tensors[parameter.tensor].tensor.name = node.outputs[i];
        m_values[node.outputs[i]] = parameter;
    }
    if (trainable) {
        addNote("What " + node.op + " computes of " + names +
                " there is a parameter with those values here: trained on, it goes its own way.");
    }
    return true;
}

Result<ReadActivation> GraphReader::shaped(const ReadActivation& read, const Shape& shape)
{
    if (read.shape == shape)
        return read;
    const auto key = std::pair(read.port, shape.extents());
    if (const auto found = m_shaped.find(key); found != m_shaped.end())
        return read.with(found->second);
    const bool is_flat = shape.rank() == 1;
    const auto layer = is_flat ? addLayer("flatten", "flatten", {}, {read})
                               : addLayer("reshape", "reshape", {{"shape", shape}}, {read});
    if (!layer)
        return tl::unexpected(layer.error());
    m_shaped[key] = output(*layer);
    return read.with(output(*layer));
}

Result<ReadActivation> GraphReader::addValues(const ReadParameter& parameter, const Shape& shape,
                                              const std::string& wish)
{
    ReadParameter wide = parameter;
    const auto extend = [&](ViewStep step) -> Result<void> {
        wide.view.push_back(std::move(step));
        const Result<Shape> given = outputShape(wide.view, m_tensors[wide.tensor].tensor.shape);
        if (!given)
            return unmapped(given.error().what);
        wide.shape = *given;
        return {};
    };
    if (wide.shape.rank() > shape.rank())
        return unmapped("a stored tensor of " + wide.shape.toString() + " does not fit " + shape.toString());
    while (wide.shape.rank() < shape.rank()) {
        const std::int64_t extent = shape[shape.rank() - wide.shape.rank() - 1];
        if (auto done = extend({"broadcast", {{"axis", std::int64_t{0}}, {"extent", extent}, {"new_axis", true}}});
            !done)
            return tl::unexpected(done.error());
    }
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
        if (wide.shape[axis] == shape[axis])
            continue;
        if (wide.shape[axis] != 1)
            return unmapped("a stored tensor of " + parameter.shape.toString() + " does not fit " + shape.toString());
        if (auto done =
                extend({"broadcast",
                        {{"axis", static_cast<std::int64_t>(axis)}, {"extent", shape[axis]}, {"new_axis", false}}});
            !done)
            return tl::unexpected(done.error());
    }
    const auto layer =
        addLayer("values", wish, {{"shape", shape}},
                 {ReadActivation{.port = *m_given, .shape = m_added.at(m_given->layer).inference.outputs.front()}});
    if (!layer)
        return tl::unexpected(layer.error());
    if (auto set = setSlot(*layer, "values", std::move(wide)); !set)
        return tl::unexpected(set.error());
    return output(*layer);
}

void GraphReader::removeUnread()
{
    std::set<LayerId> read(m_losses.begin(), m_losses.end());
    std::vector<LayerId> next = m_losses;
    while (!next.empty()) {
        const LayerId layer = next.back();
        next.pop_back();
        for (const auto& [input, from] : m_network.links) {
            if (input.layer == layer && read.insert(from.layer).second)
                next.push_back(from.layer);
        }
    }
    std::set<LayerId> unread;
    for (const auto& [id, layer] : m_network.layers) {
        if (!read.contains(id) && id != m_given->layer)
            unread.insert(id);
    }
    for (auto uses = m_uses.begin(); uses != m_uses.end();) {
        std::erase_if(uses->second, [&](const Use& use) { return unread.contains(use.slot.layer); });
        uses = uses->second.empty() ? m_uses.erase(uses) : std::next(uses);
    }
    remove(m_network, unread, {});
}

} // namespace ligature
