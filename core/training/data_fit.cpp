// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/data_fit.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "core/layers/layer_type.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/program/lower.h"
#include "core/project/project_remedy.h"

namespace ligature {

namespace {

/// As the data have it, and as what reads images of one channel wants it.
Shape inputShapeFor(const Shape& now, const Shape& features)
{
    if (now.rank() == 1)
        return Shape{features.elementCount()};
    if (now.rank() == 3 && features.rank() == 2)
        return Shape{1, features[0], features[1]};
    return features;
}

/// The columns of texts, which became a feature for each of their texts.
std::vector<FeatureColumn> textColumns(const DataFacts& data)
{
    std::vector<FeatureColumn> texts;
    std::ranges::copy_if(data.columns, std::back_inserter(texts),
                         [](const FeatureColumn& one) { return one.width > 1; });
    return texts;
}

std::optional<Diagnostic> featureFinding(LayerId layer, const Shape& shape, const DataFacts& data)
{
    const std::int64_t count = data.feature_shape.elementCount();
    if (shape.elementCount() == count)
        return std::nullopt;
    Diagnostic found{Severity::Error, "feature-count", layer, {}, {}, {}};
    found.message = "The input has " + std::to_string(shape.elementCount()) + " values a sample, and the data \"" +
                    data.name + "\" has " + std::to_string(count);
    const std::vector<FeatureColumn> texts = textColumns(data);
    for (std::size_t i = 0; i < texts.size(); ++i)
        found.message += (i == 0 ? ": the column \"" : ", the column \"") + texts[i].name +
                         "\" holds texts, of which " + std::to_string(texts[i].width) + " differ";
    found.message += ".";
    // Where every other line has a text of its own, it is no category.
    const auto is_name = [&](const FeatureColumn& one) { return 2 * one.width > data.sample_count && one.width > 2; };
    if (const auto name = std::ranges::find_if(texts, is_name); name != texts.end()) {
        found.mend = "If \"" + name->name + "\" is numbers, write them plainly; else leave it out under \"ignored\".";
        found.remedy = dataRemedy("Leave out \"" + name->name + "\"", [column = name->name](DataSource& source) {
            if (const DataFormat* const format = findDataFormat(source.format))
                source.options = format->without(source.options, column);
        });
        return found;
    }
    const Shape wanted = inputShapeFor(shape, data.feature_shape);
    found.mend = "Set the input's shape to " + wanted.toString() + ", or choose other data.";
    found.remedy = attributeRemedy("Make it " + wanted.toString(), layer, "shape", wanted);
    return found;
}

/// As the Target layer's attribute calls it; empty where there are no targets.
std::string targetKindName(TargetKind kind)
{
    switch (kind) {
    case TargetKind::None: break;
    case TargetKind::Class: return "class";
    case TargetKind::Classes: return "classes";
    case TargetKind::Values: return "values";
    }
    return {};
}

Result<void> setTarget(Network& network, LayerId layer, const std::string& kind, const Shape& shape)
{
    if (const auto set = setAttribute(network, layer, "kind", kind); !set || shape.rank() == 0)
        return set;
    return setAttribute(network, layer, "shape", shape);
}

Remedy targetRemedy(std::string title, LayerId layer, std::string kind, Shape shape)
{
    const auto set = [layer, kind = std::move(kind), shape = std::move(shape)](Network& network) {
        return setTarget(network, layer, kind, shape);
    };
    return {std::move(title), Remedy::NetworkEdit(set)};
}

std::optional<LayerId> onlyOf(const Network& network, const std::string& type)
{
    std::optional<LayerId> only;
    for (const auto& [id, layer] : network.layers) {
        if (layer.type != type)
            continue;
        if (only)
            return std::nullopt;
        only = id;
    }
    return only;
}

/// Where its edit leaves no error in the network; else nothing.
std::optional<Remedy> ifSound(const Network& network, Remedy remedy)
{
    const Result<Network> changed = remedied(network, remedy);
    if (!changed || analyse(*changed).hasErrors())
        return std::nullopt;
    return remedy;
}

/// What reads the target reads the network's only Input instead: an autoencoder, where the loss takes values.
Remedy compareWithInput(const Network& network, LayerId target)
{
    const auto input = onlyOf(network, "input");
    if (!input)
        return chooseData();
    const auto compare = [target, input = *input](Network& changed) {
        const auto links = changed.links;
        for (const auto& [reader, output] : links) {
            if (output.layer != target)
                continue;
            if (const auto linked = link(changed, Port{input, "output"}, reader); !linked)
                return linked;
        }
        remove(changed, {target}, {});
        return Result<void>();
    };
    return ifSound(network, {"Compare with the input", Remedy::NetworkEdit(compare)}).value_or(chooseData());
}

/// A port that wants indices gets them from where they are: a loss from a Target of a class, any other layer from the
/// only Input.
std::optional<Remedy> linkIndices(const Network& network, LayerId reader)
{
    const auto found = network.layers.find(reader);
    if (found == network.layers.end()) // One of a repeat's passes.
        return std::nullopt;
    const Layer& layer = found->second;
    const LayerType* const type = findLayerType(layer.type);
    if (type->category() == LayerCategory::Loss) {
        const auto feed = [reader, target = onlyOf(network, "target")](Network& changed) {
            const LayerId from = target ? *target : addLayer(changed, "target");
            if (const auto set = setAttribute(changed, from, "kind", std::string("class")); !set)
                return set;
            return link(changed, Port{from, "output"}, Port{reader, "target"});
        };
        return ifSound(network, {"Link a Target to it", Remedy::NetworkEdit(feed)});
    }
    const auto input = onlyOf(network, "input");
    const std::vector<PortSpec> ports = type->inputs(withDefaults(type->attributes(), layer.attributes));
    if (!input || ports.size() != 1)
        return std::nullopt;
    const auto feed = [reader, port = ports.front().name, input = *input](Network& changed) {
        return link(changed, Port{input, "output"}, Port{reader, port});
    };
    return ifSound(network, {"Link \"" + network.layers.at(*input).name + "\" to it", Remedy::NetworkEdit(feed)});
}

/// The Dense layer before the loss that gives as many scores as there are classes now.
std::optional<Remedy> widthRemedy(const Network& network, LayerId loss, std::int64_t now, std::int64_t classes)
{
    std::set<LayerId> seen;
    std::vector<LayerId> ahead = {loss};
    for (std::size_t i = 0; i < ahead.size(); ++i) {
        const auto found = network.layers.find(ahead[i]);
        if (found == network.layers.end())
            continue;
        const Attributes attributes =
            withDefaults(findLayerType(found->second.type)->attributes(), found->second.attributes);
        if (found->second.type == "dense" && attributes.get<std::int64_t>("out_features") == now)
            return attributeRemedy("Make \"" + found->second.name + "\" " + std::to_string(classes) + " wide", ahead[i],
                                   "out_features", classes);
        for (const auto& [input, output] : network.links) {
            if (input.layer == ahead[i] && seen.insert(output.layer).second)
                ahead.push_back(output.layer);
        }
    }
    return std::nullopt;
}

/// Collects what does not fit between a network that has no errors and its data.
class DataCheck {
public:
    DataCheck(const Network& network, const OperationGraph& graph, const DataFacts& data)
        : m_network(network), m_graph(graph), m_data(data)
    {
    }

    std::vector<Diagnostic> run()
    {
        for (const GraphInput& input : m_graph.inputs) {
            if (input.role == InputRole::Features)
                checkFeatures(input);
            else
                checkTargets(input);
        }
        for (const GraphOperation& operation : m_graph.operations)
            checkIndices(operation);
        return std::move(m_found);
    }

private:
    void report(LayerId layer, std::string code, std::string message, std::string mend,
                std::optional<Remedy> remedy = {})
    {
        m_found.push_back({Severity::Error,
                           std::move(code),
                           layer,
                           {},
                           std::move(message),
                           std::move(mend),
                           {},
                           {},
                           std::move(remedy)});
    }

    const Shape& shapeOf(ValueIndex value) const { return m_graph.values[static_cast<std::size_t>(value)].spec.shape; }

    void checkFeatures(const GraphInput& input)
    {
        if (auto found = featureFinding(input.layer, shapeOf(input.value), m_data))
            m_found.push_back(std::move(*found));
    }

    std::string targetsName() const
    {
        switch (m_data.target_kind) {
        case TargetKind::None: break;
        case TargetKind::Class: return "classes";
        case TargetKind::Classes: return "a class a step";
        case TargetKind::Values: return "values";
        }
        return "none";
    }

    static std::string labelOf(std::span<const AttributeSpec> specs, const std::string& kind)
    {
        for (const AttributeChoice& choice : std::ranges::find(specs, "kind", &AttributeSpec::name)->choices) {
            if (choice.value == kind)
                return choice.label;
        }
        return kind;
    }

    void checkTargets(const GraphInput& input)
    {
        const Layer& layer = m_network.layers.at(input.layer);
        const Attributes attributes = withDefaults(findLayerType(layer.type)->attributes(), layer.attributes);
        const auto& wanted = attributes.get<std::string>("kind");
        const std::string kind = targetKindName(m_data.target_kind);
        if (m_data.target_kind == TargetKind::None) {
            report(input.layer, "no-targets", "The data \"" + m_data.name + "\" has no targets.",
                   "Choose its target columns, or link the loss to the input itself as an autoencoder does.",
                   compareWithInput(m_network, input.layer));
        } else if (wanted != kind) {
            const auto specs = findLayerType(layer.type)->attributes();
            report(input.layer, "target-kind",
                   "The target is to be " + labelOf(specs, wanted) + ", and the data has " + targetsName() + ".",
                   "Set the target's kind to " + labelOf(specs, kind) + ".",
                   targetRemedy("Make it " + labelOf(specs, kind), input.layer, kind, m_data.target_shape));
        } else if (shapeOf(input.value).elementCount() != m_data.target_shape.elementCount()) {
            const std::int64_t count = m_data.target_shape.elementCount();
            report(input.layer, "target-count",
                   "The target has " + std::to_string(shapeOf(input.value).elementCount()) +
                       " values a sample, and the data has " + std::to_string(count) + ".",
                   "Set the shape of the target's values to " + Shape{count}.toString() + ".",
                   attributeRemedy("Make it " + m_data.target_shape.toString(), input.layer, "shape",
                                   m_data.target_shape));
        }
    }

    void checkIndices(const GraphOperation& operation)
    {
        std::vector<ValueSpec> specs;
        for (const ValueIndex input : operation.inputs)
            specs.push_back(m_graph.values[static_cast<std::size_t>(input)].spec);
        for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
            if (const auto limit = operation.op->indexLimit(i, specs))
                checkIndexSource(operation, operation.inputs[i], *limit);
        }
    }

    /// Indices come from the data, as they are or under another shape: what is computed has no whole numbers.
    void checkIndexSource(const GraphOperation& reader, ValueIndex value, std::int64_t limit)
    {
        const auto source = std::ranges::find(m_graph.inputs, value, &GraphInput::value);
        if (source != m_graph.inputs.end()) {
            if (source->role == InputRole::Targets)
                checkClassCount(reader, limit);
            else
                checkFeatureIndices(reader, limit);
            return;
        }
        const auto writer = std::ranges::find(m_graph.operations, value, &GraphOperation::output);
        if (writer == m_graph.operations.end() || !writer->op->keepsValues()) {
            report(reader.layer, "no-class", "What it reads as an index is computed.",
                   "Link a Target of a class to its target, or an Input of indices to its input.",
                   linkIndices(m_network, reader.layer));
            return;
        }
        for (const ValueIndex input : writer->inputs)
            checkIndexSource(reader, input, limit);
    }

    void checkClassCount(const GraphOperation& reader, std::int64_t limit)
    {
        const std::int64_t classes = m_data.class_count;
        if (m_data.target_kind == TargetKind::Values) {
            report(reader.layer, "no-class", "Its target is not a class index.",
                   "Link a Target of the kind 'a class' to it, and choose data with classes.", chooseData());
        } else if (classes > limit) {
            report(reader.layer, "class-count",
                   "The data has " + std::to_string(classes) + " classes, and this takes " + std::to_string(limit) +
                       ".",
                   "Give the last Dense layer " + std::to_string(classes) + " output features, or choose data of " +
                       std::to_string(limit) + " classes.",
                   widthRemedy(m_network, reader.layer, limit, classes).value_or(chooseData()));
        }
    }

    void checkFeatureIndices(const GraphOperation& reader, std::int64_t limit)
    {
        if (m_data.no_index) {
            report(reader.layer, "no-index",
                   "The data is not of indices: sample " + std::to_string(m_data.no_index->sample) + " has the value " +
                       toString(AttributeValue(static_cast<double>(m_data.no_index->value))) + ".",
                   "Choose data of whole numbers from 0, such as a text, and leave them unscaled.",
                   m_data.scaling == "none" ? chooseData() : dataRemedy("Leave them unscaled", [](DataSource& source) {
                       source.scaling = "none";
                   }));
            return;
        }
        const float largest = m_data.largest_feature;
        if (largest >= static_cast<float>(limit)) {
            const std::string needed = std::to_string(static_cast<std::int64_t>(largest) + 1);
            report(reader.layer, "index-range",
                   "The data has indices up to " + std::to_string(static_cast<std::int64_t>(largest)) +
                       ", and there are rows for " + std::to_string(limit) + ".",
                   "Set its number of embeddings to " + needed + ", or choose a smaller vocabulary.",
                   attributeRemedy("Make it " + needed, reader.layer, "num_embeddings",
                                   static_cast<std::int64_t>(largest) + 1));
        }
    }

    const Network& m_network;
    const OperationGraph& m_graph;
    const DataFacts& m_data;
    std::vector<Diagnostic> m_found;
};

} // namespace

std::vector<Diagnostic> dataFindings(const Network& network, const OperationGraph& graph, const DataFacts& data)
{
    return DataCheck(network, graph, data).run();
}

std::vector<Diagnostic> dataFindings(const Network& network, const Analysis& analysis, const DataFacts& data)
{
    if (!analysis.hasErrors()) {
        const Expansion expansion = expand(network);
        const auto graph = network.repeats.empty() ? lower(network, analysis) : lower(expansion.network);
        if (!graph)
            return {};
        std::vector<Diagnostic> found = dataFindings(network, *graph, data);
        for (Diagnostic& one : found) {
            if (const auto origin = expansion.layers.find(one.layer.value_or(LayerId{}));
                origin != expansion.layers.end())
                one.layer = origin->second;
        }
        return found;
    }
    std::vector<Diagnostic> found;
    for (const auto& [port, shape] : analysis.outputs) {
        const bool is_read = std::ranges::any_of(network.links, [&](const auto& one) { return one.second == port; });
        if (!is_read || network.layers.at(port.layer).type != "input")
            continue;
        if (auto finding = featureFinding(port.layer, shape, data))
            found.push_back(std::move(*finding));
    }
    return found;
}

void fitToData(Network& network, LayerId layer, const DataFacts& data)
{
    const std::string type = network.layers.at(layer).type;
    if (type == "input")
        (void)setAttribute(network, layer, "shape", data.feature_shape);
    if (type == "target" && data.target_kind != TargetKind::None)
        (void)setTarget(network, layer, targetKindName(data.target_kind), data.target_shape);
}

Network withShapesOf(const DataFacts& data, const Network& network)
{
    Network fitted = network;
    for (const auto& [id, layer] : network.layers)
        fitToData(fitted, id, data);
    return fitted;
}

} // namespace ligature
