// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/exported_model.h"

#include <algorithm>

#include "core/export/onnx/onnx_model_writer.h"
#include "core/json/strict_json.h"
#include "core/network/repeat.h"
#include "core/program/lower.h"
#include "core/project/project_file.h"

namespace ligature {

namespace {

/// What a parameter's initializer is called, where a value of the graph has the parameter's own name.
std::string initializerOf(const nlohmann::json& renamed, const std::string& parameter)
{
    const auto found = renamed.is_object() ? renamed.find(parameter) : renamed.end();
    return renamed.is_object() && found != renamed.end() && found->is_string() ? found->get<std::string>() : parameter;
}

} // namespace

bool isExportedModel(const OnnxModel& model)
{
    return model.metadata.contains(onnxProjectKey);
}

Result<ImportedModel> readExportedModel(const OnnxModel& model, const std::string& where)
{
    Result<Project> project = readProject(model.metadata.at(onnxProjectKey), where + ", " + onnxProjectKey);
    if (!project)
        return tl::unexpected(project.error());
    nlohmann::json renamed;
    if (const auto names = model.metadata.find(onnxInitializersKey); names != model.metadata.end()) {
        const Result<nlohmann::json> parsed = parseStrictJson(names->second, where + ", " + onnxInitializersKey);
        if (!parsed)
            return tl::unexpected(parsed.error());
        renamed = *parsed;
    }
    ImportedModel imported{.project = std::move(*project), .weights = {}, .notes = {}};
    const Network network = expand(imported.project.network).network;
    const Result<OperationGraph> graph = lower(network);
    if (!graph)
        return fail(where + ", " + onnxProjectKey + ", " + graph.error().where, graph.error().what, "export it again");
    const std::string mend = "export it again, or remove the property " + std::string(onnxProjectKey) +
                             " to have it mapped by its operators";
    std::map<std::string_view, const NamedTensor*> stored;
    for (const auto& [tensor, help] : model.initializers)
        stored[tensor.name] = &tensor;
    for (const GraphParameter& parameter : graph->parameters) {
        const auto found = stored.find(initializerOf(renamed, parameter.name));
        if (found == stored.end() || found->second->floats() == nullptr)
            return fail(where, "it has no initializer for the parameter \"" + parameter.name + "\"", mend);
        const NamedTensor& tensor = *found->second;
        if (tensor.shape != parameter.shape) {
            return fail(where,
                        "the initializer \"" + tensor.name + "\" is " + tensor.shape.toString() + " instead of " +
                            parameter.shape.toString(),
                        mend);
        }
        imported.weights.parameters.push_back({parameter.id, parameter.name, parameter.shape, *tensor.floats()});
        stored.erase(found);
    }
    if (!stored.empty()) {
        return fail(where,
                    "its initializer \"" + std::string(stored.begin()->first) + "\" is no parameter of its project",
                    mend);
    }
    return imported;
}

} // namespace ligature
