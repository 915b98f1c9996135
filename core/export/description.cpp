// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/description.h"

#include <set>

#include "core/network/repeat.h"
#include "core/project/attributes_json.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

Json tieToJson(const Network& network, const Slot& slot, const Tie& tie, const std::string& parameter)
{
    Json view = Json::array();
    // With every attribute, for readers that do not know the defaults.
    for (const ViewStep& step : tie.view)
        view.push_back(typedToJson(step.type, withDefaults(findViewType(step.type)->attributes(), step.attributes)));
    Json json = {{"layer", network.layers.at(slot.layer).name},
                 {"slot", slot.slot},
                 {"parameter", parameter},
                 {"view", std::move(view)}};
    if (tie.gradient_factor != 1.0)
        json["gradient_factor"] = tie.gradient_factor;
    return json;
}

} // namespace

Json describeExport(const ExportRequest& request)
{
    Json ties = Json::array();
    const std::map<ParameterId, std::string> names = parameterNames(request.network);
    for (const auto& [slot, tie] : request.network.ties)
        ties.push_back(tieToJson(request.network, slot, tie, names.at(tie.parameter)));
    return {{"format", "ligature"},
            {"project", request.project_name},
            {"variant", toString(request.variant)},
            {"ties", std::move(ties)}};
}

std::map<std::string, std::string> safetensorsMetadata(const ExportRequest& request)
{
    const Json description = describeExport(request);
    std::map<std::string, std::string> metadata;
    for (const auto& [key, value] : description.items()) {
        metadata[key] =
            value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return metadata;
}

void setDrawn(ExportRequest& request, const Project& project)
{
    if (request.variant == tiedArm && request.network == expand(project.network).network)
        request.drawn = project;
}

Result<void> checkTensorNames(const Weights& weights, std::string_view reserved)
{
    std::set<std::string_view> names;
    for (const ParameterValues& parameter : weights.parameters) {
        if (parameter.name == reserved)
            return fail(parameter.name, "is a name that the file format keeps for itself", "rename the parameter");
        if (!names.insert(parameter.name).second)
            return fail(parameter.name, "is the name of two parameters", "rename one of them");
    }
    return {};
}

} // namespace ligature
