// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/graph_reader.h"

#include <algorithm>
#include <filesystem>

#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/compositions.h"
#include "core/import/onnx/operator_import.h"
#include "core/import/weights/equal_parameters.h"
#include "core/network/edits.h"

namespace ligature {

namespace {

constexpr std::size_t mostNodes = 5000; ///< far more than anybody draws
constexpr std::size_t mostNamed = 100;  ///< nodes of what cannot be mapped
const ReadValue unknownValue;

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

} // namespace

GraphReader::GraphReader(const OnnxModel& model, std::string where, BatchAxis batch_axis)
    : m_model(model), m_where(std::move(where)), m_batch_axis(batch_axis)
{
}

const ReadValue& GraphReader::value(const std::string& name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? unknownValue : found->second;
}

std::size_t GraphReader::readers(const std::string& name) const
{
    const auto found = m_readers.find(name);
    return name.empty() || found == m_readers.end() ? 0 : found->second;
}

std::string GraphReader::layerName(const OnnxNode& node) const
{
    const std::string op = cleanName(lowerCase(node.op), "layer");
    // "/encoder/act/Relu" is the node of a module.
    if (const auto slash = node.name.rfind('/'); slash != std::string::npos && slash > 0)
        return cleanName(std::string_view(node.name).substr(0, slash), op);
    // A weight's name says where it was in the other system's model: "encoder.0.weight".
    constexpr std::string_view weight = ".weight";
    for (const std::string& input : node.inputs) {
        const ReadParameter* const read = std::get_if<ReadParameter>(&value(input));
        if (read == nullptr)
            continue;
        const std::string& name = m_tensors[read->tensor].tensor.name;
        if (name.size() > weight.size() && name.ends_with(weight))
            return cleanName(std::string_view(name).substr(0, name.size() - weight.size()), op);
    }
    return cleanName(node.name.empty() ? node.outputs.front() : node.name, op);
}

Result<LayerId> GraphReader::addLayer(const std::string& type, const std::string& wish, Attributes attributes,
                                      const std::vector<ReadActivation>& inputs)
{
    const LayerType& kind = *findLayerType(type);
    const std::vector<AttributeSpec> specs = kind.attributes();
    if (const auto valid = validate(specs, attributes, {}); !valid)
        return tl::unexpected(valid.error());
    const Attributes complete = withDefaults(specs, attributes);
    const std::vector<PortSpec> ports = kind.inputs(complete);
    if (inputs.size() != ports.size())
        return unmapped("it has " + std::to_string(inputs.size()) + " inputs");
    std::vector<Shape> shapes;
    shapes.reserve(inputs.size());
    for (const ReadActivation& input : inputs)
        shapes.push_back(input.shape);
    Result<Inference> inference = kind.infer(complete, shapes);
    if (!inference)
        return tl::unexpected(inference.error());
    for (const Shape& shape : inference->outputs) {
        if (shape.elementCount() > largestTensor)
            return unmapped("it gives out more than any memory holds");
    }
    const LayerId id = ligature::addLayer(m_network, type, wish, std::move(attributes));
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (const auto linked = link(m_network, inputs[i].port, Port{id, ports[i].name}); !linked)
            return tl::unexpected(linked.error());
    }
    m_added[id] = {&kind, complete, std::move(shapes), std::move(*inference)};
    return id;
}

ReadActivation GraphReader::output(LayerId layer) const
{
    const AddedLayer& added = m_added.at(layer);
    return batchFirst(Port{layer, added.type->outputs(added.attributes).front().name}, added.inference.outputs.front());
}

Result<void> GraphReader::setSlot(LayerId layer, const std::string& slot, ReadParameter parameter)
{
    const AddedLayer& added = m_added.at(layer);
    const std::vector<SlotSpec> slots = added.type->slots(added.attributes);
    const auto place = std::ranges::find(slots, slot, &SlotSpec::name) - slots.begin();
    const Shape& expected = added.inference.slots.at(static_cast<std::size_t>(place)).shape;
    if (parameter.shape != expected) {
        const auto squeezed = [](const Shape& shape) {
            std::vector<std::int64_t> extents = shape.extents();
            std::erase(extents, 1);
            return extents;
        };
        if (squeezed(parameter.shape) != squeezed(expected)) {
            return unmapped("its " + slot + " is " + parameter.shape.toString() + " and should be " +
                            expected.toString());
        }
        parameter.view.push_back({"reshape", {{"shape", expected}}});
    }
    m_uses[parameter.tensor].push_back({Slot{layer, slot}, std::move(parameter.view)});
    return {};
}

Result<void> GraphReader::addBias(LayerId layer, const ReadParameter& parameter)
{
    if (auto set = setAttribute(m_network, layer, "bias", true); !set)
        return set;
    AddedLayer& added = m_added.at(layer);
    added.attributes.set("bias", true);
    added.inference = added.type->infer(added.attributes, added.inputs).value();
    return setSlot(layer, "bias", parameter);
}

std::vector<const OnnxNode*> GraphReader::neededNodes() const
{
    std::set<std::string_view> needed;
    for (const OnnxValue& output : m_model.outputs)
        needed.insert(output.name);
    std::vector<const OnnxNode*> nodes;
    for (auto node = m_nodes.rbegin(); node != m_nodes.rend(); ++node) {
        const bool is_needed = std::ranges::any_of(
            node->outputs, [&](const std::string& output) { return !output.empty() && needed.contains(output); });
        if (!is_needed)
            continue;
        nodes.push_back(&*node);
        needed.insert(node->inputs.begin(), node->inputs.end());
    }
    std::ranges::reverse(nodes);
    return nodes;
}

void GraphReader::readNode(const OnnxNode& node)
{
    const std::string called = node.name.empty() ? node.outputs.front() : node.name;
    const std::string op = (node.domain.empty() ? "" : node.domain + ".") + node.op;
    const OperatorImport* const import = node.domain.empty() ? findOperatorImport(node.op) : nullptr;
    if (!node.domain.empty()) {
        m_refused[op + ": there is no layer for it"].push_back(called);
        return;
    }
    const auto isKnown = [&](const std::string& input) {
        return std::holds_alternative<ReadNumbers>(value(input)) || std::holds_alternative<ReadParameter>(value(input));
    };
    if (import == nullptr && !std::ranges::all_of(node.inputs, isKnown)) {
        m_refused[op + ": there is no layer for it"].push_back(called);
        return;
    }
    for (const std::string& input : node.inputs) {
        // What was refused before is told once.
        if (!input.empty() && std::holds_alternative<std::monostate>(value(input))) {
            if (m_refused.empty())
                m_refused[op + ": nothing before it makes " + input].push_back(called);
            return;
        }
    }
    Result<bool> done = fold(node);
    if (done && !*done) {
        NodeReader reader(*this, node);
        done = import == nullptr ? Result<bool>(unmapped("there is no layer for it"))
                                 : import->read(reader).map([] { return true; });
    }
    if (!done)
        m_refused[op + ": " + done.error().what].push_back(called);
}

Result<void> GraphReader::refusals() const
{
    if (m_refused.empty())
        return {};
    std::string all;
    std::size_t named = 0;
    std::size_t left = 0;
    for (const auto& [reason, nodes] : m_refused) {
        std::string names;
        for (const std::string& node : nodes) {
            if (named == mostNamed) {
                ++left;
                continue;
            }
            ++named;
            names.append(names.empty() ? "" : ", ").append(cleanName(node, "a node"));
        }
        if (!names.empty())
            all.append(all.empty() ? "" : "; ").append(names).append(" (").append(reason).append(")");
    }
    if (left > 0)
        all += "; and " + std::to_string(left) + " more";
    return fail(m_where, "these nodes cannot be mapped to layers: " + all,
                "replace them in the other system, or import the weights alone into a project that is drawn");
}

Result<ImportedModel> GraphReader::read()
{
    m_nodes = composed(m_model);
    m_computes_in_half = readsHalves();
    readInitializers();
    if (const auto inputs = readInputs(); !inputs)
        return tl::unexpected(inputs.error());
    const std::vector<const OnnxNode*> nodes = neededNodes();
    if (nodes.size() > mostNodes)
        return fail(m_where, "it has " + std::to_string(nodes.size()) + " nodes", "import a smaller model");
    for (const OnnxNode* const node : nodes) {
        for (const std::string& used : node->inputs)
            ++m_readers[used];
    }
    for (const OnnxValue& given : m_model.outputs)
        ++m_readers[given.name];
    for (const OnnxNode* const node : nodes)
        readNode(*node);
    if (const auto refused = refusals(); !refused)
        return tl::unexpected(refused.error());
    if (const auto added = addLosses(); !added)
        return tl::unexpected(added.error());
    removeUnread();
    for (const auto& [derived, place] : m_derived) {
        if (m_uses.contains(derived.first))
            return fail(m_where + ", " + m_tensors[derived.first].tensor.name,
                        "a recurrent layer and something else read it, each in an order of its own",
                        "untie them in the other system");
    }
    Result<Weights> weights = tieParameters();
    if (!weights)
        return tl::unexpected(weights.error());
    // Exporters fold a transposed read into a second copy.
    for (const EqualParameters& pair : equalParameters(m_network, *weights))
        m_notes.push_back(toString(pair));
    ImportedModel imported{.project = {}, .weights = std::move(*weights), .notes = std::move(m_notes)};
    imported.project.name = cleanName(std::filesystem::path(m_where).stem().string(), "Imported network");
    placeOnCanvas(imported.project.canvas);
    imported.project.network = std::move(m_network);
    return imported;
}

} // namespace ligature
