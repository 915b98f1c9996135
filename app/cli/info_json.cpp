// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "app/cli/info.h"
#include "core/json/print_json.h"
#include "core/layers/layer_type.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
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

Json viewJson(const View& view)
{
    Json steps = Json::array();
    for (const ViewStep& step : view)
        steps.push_back(typedToJson(step.type, withDefaults(findViewType(step.type)->attributes(), step.attributes)));
    return steps;
}

Json parametersJson(const Network& network, const Analysis& analysis, const Account& account)
{
    Json parameters = Json::array();
    for (const ParameterAccount& entry : account.parameters) {
        const ParameterId id = entry.parameter;
        const Parameter& parameter = network.parameters.at(id);
        Json uses = Json::array();
        for (const UseAccount& use : entry.reads) {
            uses.push_back({{"layer", use.slot.layer.value},
                            {"slot", use.slot.slot},
                            {"view", viewJson(network.ties.at(use.slot).view)},
                            {"values", use.values},
                            {"flops_per_sample", use.flops_per_sample}});
        }
        const auto shape = analysis.parameters.find(id);
        parameters.push_back(
            {{"id", id.value},
             {"name", parameterName(network, id)},
             {"shape", shape == analysis.parameters.end() ? Json(nullptr) : shapeJson(shape->second.shape)},
             {"trainable", parameter.trainable},
             {"uses", std::move(uses)},
             {"values", entry.tied},
             {"untied_values", entry.untied},
             {"saved_values", entry.saved()},
             {"weight_bytes", entry.weight_bytes},
             {"gradient_bytes", entry.gradient_bytes},
             {"optimizer_bytes", entry.optimizer_bytes}});
    }
    return parameters;
}

/// Running statistics: saved and exported as parameters are, and none.
Json stateJson(const Network& network, const Analysis& analysis)
{
    Json state = Json::array();
    for (const auto& [id, parameter] : network.parameters) {
        if (!parameter.state)
            continue;
        const auto shape = analysis.parameters.find(id);
        state.push_back(
            {{"id", id.value},
             {"name", parameterName(network, id)},
             {"shape", shape == analysis.parameters.end() ? Json(nullptr) : shapeJson(shape->second.shape)}});
    }
    return state;
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
        for (const DiagnosticDetail& detail : diagnostic.details)
            json["details"].push_back({{"layer", detail.layer.value}, {"message", detail.message}});
        diagnostics.push_back(std::move(json));
    }
    return diagnostics;
}

Json trainingJson(const TrainingSettings& training)
{
    const auto typed = [](const auto* type, const std::string& name, const Attributes& attributes) {
        return typedToJson(name, type == nullptr ? attributes : withDefaults(type->attributes(), attributes));
    };
    return {
        {"optimizer", typed(findOptimizerType(training.optimizer), training.optimizer, training.optimizer_attributes)},
        {"schedule", typed(findScheduleType(training.schedule), training.schedule, training.schedule_attributes)}};
}

} // namespace

std::string infoJson(const Project& project, const Analysis& analysis, const Account& account)
{
    return printJson({{"name", project.name},
                      {"layers", layersJson(project.network, analysis)},
                      {"parameters", parametersJson(project.network, analysis, account)},
                      {"state", stateJson(project.network, analysis)},
                      {"counts", {{"tied", countsJson(account.tied)}, {"untied", countsJson(account.untied)}}},
                      {"training", trainingJson(project.training)},
                      {"diagnostics", diagnosticsJson(analysis)}});
}

} // namespace ligature::cli
