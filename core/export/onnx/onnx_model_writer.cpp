// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_model_writer.h"

#include <algorithm>
#include <set>

#include "core/export/description.h"
#include "core/export/onnx/onnx_layer.h"
#include "core/export/onnx/onnx_view.h"
#include "core/export/predictions.h"
#include "core/network/analysis.h"
#include "core/network/composites.h"
#include "core/project/project_file.h"

namespace ligature {

namespace {

class ModelWriter {
public:
    explicit ModelWriter(const ExportRequest& request)
        : m_request(request),
          m_spelled_out(spellOutComposites(
              request.network, [](const LayerType& type) { return findOnnxLayer(type.name()) != nullptr; })),
          m_analysis(analyse(m_network))
    {
    }

    Result<OnnxModel> write()
    {
        if (const auto wrong = std::ranges::find(m_analysis.diagnostics, Severity::Error, &Diagnostic::severity);
            wrong != m_analysis.diagnostics.end())
            return tl::unexpected(errorOf(m_network, *wrong, m_request.project_name));
        m_predictions = predictionsOf(m_network, m_analysis);
        const std::vector<LayerId> order = layersOfTheModel();
        for (const LayerId id : order) {
            if (const auto known = checkTypes(id); !known)
                return tl::unexpected(known.error());
        }
        takeNames();
        OnnxReads reads(m_network, m_request.weights, m_graph);
        for (const LayerId id : order)
            addLayer(id, reads);
        return model(reads);
    }

private:
    /// What leads to a prediction; a loss does not.
    std::vector<LayerId> layersOfTheModel() const
    {
        std::set<LayerId> needed;
        for (const Port& port : m_predictions)
            needed.insert(port.layer);
        std::vector<LayerId> order;
        for (auto id = m_analysis.order.rbegin(); id != m_analysis.order.rend(); ++id) {
            if (!needed.contains(*id))
                continue;
            order.push_back(*id);
            for (auto link = m_network.links.lower_bound(Port{*id, {}});
                 link != m_network.links.end() && link->first.layer == *id; ++link)
                needed.insert(link->second.layer);
        }
        std::ranges::reverse(order);
        return order;
    }

    Result<void> checkTypes(LayerId id) const
    {
        const std::string mend = "take another format, or draw the network without it";
        const Layer& layer = m_network.layers.at(id);
        if (findOnnxLayer(layer.type) == nullptr)
            return fail(layer.name, findLayerType(layer.type)->title() + " cannot be exported to ONNX", mend);
        for (auto tie = m_network.ties.lower_bound(Slot{id, {}}); tie != m_network.ties.end() && tie->first.layer == id;
             ++tie) {
            for (const ViewStep& step : tie->second.view) {
                if (findOnnxView(step.type) == nullptr)
                    return fail(layer.name + "." + tie->first.slot,
                                "the view " + findViewType(step.type)->title() + " cannot be exported to ONNX", mend);
            }
        }
        return {};
    }

    /// First those that people call: what goes in, and what comes out.
    void takeNames()
    {
        m_features = m_graph.take("features");
        for (const Port& port : m_predictions)
            m_output_names.push_back(m_graph.take(m_spelled_out.nameOfOutput(port.layer)));
        m_targets = m_graph.take("targets");
    }

    void addLayer(LayerId id, OnnxReads& reads)
    {
        const Layer& drawn = m_network.layers.at(id);
        const LayerType& type = *findLayerType(drawn.type);
        OnnxLayerNodes layer{.graph = m_graph,
                             .reads = reads,
                             .layer = id,
                             .type = &type,
                             .name = drawn.name,
                             .attributes = withDefaults(type.attributes(), drawn.attributes)};
        for (const PortSpec& port : type.inputs(layer.attributes)) {
            const Port& from = m_network.links.at(Port{id, port.name});
            layer.inputs.push_back(m_values.at(from));
            layer.input_shapes.push_back(m_analysis.outputs.at(from));
        }
        const Port output{id, type.outputs(layer.attributes).front().name};
        layer.output_shape = m_analysis.outputs.at(output);
        setData(layer, drawn.type);
        m_values[output] = findOnnxLayer(drawn.type)->write(layer);
    }

    void setData(OnnxLayerNodes& layer, const std::string& type)
    {
        const bool is_target = type == "target";
        if (type != "input" && !is_target)
            return;
        std::optional<Shape>& shape = is_target ? m_target_shape : m_feature_shape;
        if (!shape)
            shape = layer.output_shape;
        layer.data = is_target ? m_targets : m_features;
        layer.data_shape = *shape;
    }

    static OnnxValue valueOf(const std::string& name, const Shape& shape, std::string help)
    {
        OnnxValue value{.name = name, .shape = {std::string("N")}, .help = std::move(help)};
        value.shape.insert(value.shape.end(), shape.extents().begin(), shape.extents().end());
        return value;
    }

    OnnxModel model(const OnnxReads& reads)
    {
        OnnxModel model{.name = m_request.project_name.empty() ? "network" : m_request.project_name,
                        .help = help(),
                        .producer = "Ligature"};
        if (m_feature_shape)
            model.inputs.push_back(valueOf(m_features, *m_feature_shape, "The features of N samples."));
        if (m_target_shape)
            model.inputs.push_back(valueOf(m_targets, *m_target_shape, "The targets of N samples."));
        for (std::size_t i = 0; i < m_predictions.size(); ++i) {
            const std::string& name = m_output_names[i];
            m_graph.nameAs(m_values.at(m_predictions[i]), name);
            model.outputs.push_back(
                valueOf(name, m_analysis.outputs.at(m_predictions[i]),
                        "What " + m_spelled_out.nameOfOutput(m_predictions[i].layer) + " predicts."));
        }
        model.nodes = m_graph.takeNodes();
        nlohmann::ordered_json renamed;
        for (std::size_t i = 0; i < reads.names().size(); ++i) {
            const ParameterValues& values = m_request.weights.parameters[i];
            if (reads.names()[i] != values.name)
                renamed[values.name] = reads.names()[i];
            model.initializers.push_back({{reads.names()[i], values.shape, std::vector<float>()}, uses(values)});
        }
        for (const auto& [key, value] : safetensorsMetadata(m_request))
            model.metadata[key] = value;
        model.metadata[onnxProjectKey] = project();
        if (!renamed.empty())
            model.metadata[onnxInitializersKey] = renamed.dump();
        return model;
    }

    std::string help() const
    {
        std::string text = "The " + toString(m_request.variant) + " network of the project \"" +
                           m_request.project_name + "\", exported by Ligature. Losses are left out.";
        for (const ParameterValues& values : m_request.weights.parameters) {
            if (usesOf(m_network, values.parameter).size() > 1)
                text += " " + values.name + " is shared: " + uses(values);
        }
        return text;
    }

    std::string uses(const ParameterValues& values) const
    {
        std::string text;
        for (const Slot& slot : usesOf(m_network, values.parameter)) {
            text.append(text.empty() ? "Read by " : ", ").append(m_network.layers.at(slot.layer).name);
            text.append(".").append(slot.slot);
            if (const View& view = m_network.ties.at(slot).view; !view.empty())
                text.append(" as ").append(notation(view, values.name));
        }
        return text.empty() ? text : text + ".";
    }

    /// On one line, without the spaces of a file.
    std::string project() const
    {
        const Project made = {.name = m_request.project_name,
                              .description = {},
                              .network = m_request.network,
                              .canvas = {},
                              .data = m_request.data,
                              .training = m_request.training};
        return nlohmann::ordered_json::parse(writeProject(m_request.drawn ? *m_request.drawn : made)).dump();
    }

    const ExportRequest& m_request;
    const SpelledOut m_spelled_out;
    const Network& m_network = m_spelled_out.network;
    Analysis m_analysis;
    OnnxGraph m_graph;
    std::string m_features;
    std::string m_targets;
    std::optional<Shape> m_feature_shape;
    std::optional<Shape> m_target_shape;
    std::vector<Port> m_predictions;
    std::vector<std::string> m_output_names;
    std::map<Port, std::string> m_values;
};

} // namespace

Result<OnnxModel> writeOnnxModel(const ExportRequest& request)
{
    return ModelWriter(request).write();
}

void fillInitializers(OnnxModel& model, const Weights& weights)
{
    for (std::size_t i = 0; i < weights.parameters.size(); ++i)
        model.initializers[i].tensor.values = weights.parameters[i].values;
}

} // namespace ligature
