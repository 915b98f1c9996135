// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "app/cli/info.h"
#include "core/json/print_json.h"
#include "core/layers/layer_type.h"
#include "core/project/attributes_json.h"

namespace ligature::cli {

namespace {

using Json = nlohmann::ordered_json;

Json shapeJson(const std::optional<Shape>& shape)
{
    return shape ? Json(shape->extents()) : Json(nullptr);
}

Json layersJson(const Network& network, const Analysis& analysis)
{
    Json layers = Json::array();
    for (const auto& [id, layer] : network.layers) {
        Json inputs = Json::array();
        Json outputs = Json::array();
        if (const LayerType* const type = findLayerType(layer.type)) {
            const Attributes attributes = withDefaults(type->attributes(), layer.attributes);
            for (const PortSpec& port : type->inputs(attributes))
                inputs.push_back(shapeJson(analysis.inputShape(network, {id, port.name})));
            for (const PortSpec& port : type->outputs(attributes)) {
                const auto output = analysis.outputs.find({id, port.name});
                outputs.push_back(output == analysis.outputs.end() ? Json(nullptr) : shapeJson(output->second));
            }
        }
        layers.push_back({{"id", id.value},
                          {"name", layer.name},
                          {"type", layer.type},
                          {"input_shapes", std::move(inputs)},
                          {"output_shapes", std::move(outputs)}});
    }
    return layers;
}

Json parametersJson(const Network& network, const Analysis& analysis)
{
    Json parameters = Json::array();
    for (const auto& [id, parameter] : network.parameters) {
        Json uses = Json::array();
        for (const Slot& slot : usesOf(network, id)) {
            Json view = Json::array();
            for (const ViewStep& step : network.ties.at(slot).view)
                view.push_back(
                    typedToJson(step.type, withDefaults(findViewType(step.type)->attributes(), step.attributes)));
            uses.push_back({{"layer", slot.layer.value}, {"slot", slot.slot}, {"view", std::move(view)}});
        }
        const auto shape = analysis.parameters.find(id);
        Json json = {{"id", id.value},
                     {"name", parameterName(network, id)},
                     {"shape", shape == analysis.parameters.end() ? Json(nullptr) : shapeJson(shape->second.shape)},
                     {"trainable", parameter.trainable && !parameter.state},
                     {"uses", std::move(uses)}};
        if (parameter.state)
            json["state"] = true;
        parameters.push_back(std::move(json));
    }
    return parameters;
}

Json countsJson(const Counts& counts)
{
    return {{"parameters", counts.parameters},           {"trainable", counts.trainable},
            {"weight_bytes", counts.weight_bytes},       {"gradient_bytes", counts.gradient_bytes},
            {"optimizer_bytes", counts.optimizer_bytes}, {"flops_per_sample", counts.flops_per_sample}};
}

Json diagnosticsJson(const Analysis& analysis)
{
    Json diagnostics = Json::array();
    for (const Diagnostic& diagnostic : analysis.diagnostics) {
        Json json = {{"severity", toString(diagnostic.severity)},
                     {"code", diagnostic.code},
                     {"layer", diagnostic.layer ? Json(diagnostic.layer->value) : Json(nullptr)},
                     {"message", diagnostic.message},
                     {"mend", diagnostic.mend}};
        if (diagnostic.parameter)
            json["parameter"] = diagnostic.parameter->value;
        diagnostics.push_back(std::move(json));
    }
    return diagnostics;
}

} // namespace

std::string infoJson(const Project& project, const Analysis& analysis, const Account& account)
{
    return printJson({{"name", project.name},
                      {"layers", layersJson(project.network, analysis)},
                      {"parameters", parametersJson(project.network, analysis)},
                      {"counts", {{"tied", countsJson(account.tied)}, {"untied", countsJson(account.untied)}}},
                      {"diagnostics", diagnosticsJson(analysis)}});
}

} // namespace ligature::cli
