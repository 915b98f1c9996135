// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/fragment_text.h"

#include "core/json/json_value.h"
#include "core/json/print_json.h"
#include "core/json/strict_json.h"
#include "core/project/canvas_json.h"
#include "core/project/network_json.h"

namespace ligature {

namespace {

constexpr std::string_view fragmentFormat = "ligature-fragment";
constexpr int fragmentVersion = 1;

void checkCopiedHead(const JsonValue& json)
{
    if (json["format"].text() != fragmentFormat)
        json["format"].report("is not \"" + std::string(fragmentFormat) + "\"", "copy again from Ligature");
    if (json["version"].integer(1, greatestId) > fragmentVersion)
        json["version"].report("is of a newer Ligature", "install the newer Ligature to paste it");
}

CopiedNodes readCopiedNodes(const JsonValue& json)
{
    json.expectKeys({"format", "version", "network", "chosen_parameters", "canvas"});
    CopiedNodes nodes;
    nodes.fragment.network = readNetwork(json["network"]);
    for (const JsonValue& id : json["chosen_parameters"].elements()) {
        const ParameterId parameter{static_cast<std::uint64_t>(id.integer(1, greatestId))};
        const auto found = nodes.fragment.network.parameters.find(parameter);
        if (found == nodes.fragment.network.parameters.end() || !found->second.shared)
            id.report("there is no shared parameter with the id " + std::to_string(parameter.value),
                      "copy again from Ligature");
        nodes.fragment.chosen_parameters.insert(parameter);
    }
    if (!json.reading().failed())
        nodes.canvas = readCanvas(json["canvas"], nodes.fragment.network);
    return nodes;
}

} // namespace

std::string writeFragment(const CopiedNodes& nodes)
{
    nlohmann::ordered_json chosen = nlohmann::ordered_json::array();
    for (const ParameterId id : nodes.fragment.chosen_parameters)
        chosen.push_back(id.value);
    return printJson({{"format", fragmentFormat},
                      {"version", fragmentVersion},
                      {"network", networkToJson(nodes.fragment.network)},
                      {"chosen_parameters", std::move(chosen)},
                      {"canvas", canvasToJson(nodes.canvas, nodes.fragment.network)}});
}

Result<CopiedNodes> readFragment(std::string_view text)
{
    const std::string where = "clipboard";
    const Result<nlohmann::json> parsed = parseStrictJson(text, where);
    if (!parsed)
        return tl::unexpected(parsed.error());
    JsonReading reading(where);
    const JsonValue json(*parsed, {}, reading);
    checkCopiedHead(json);
    if (reading.failed())
        return tl::unexpected(reading.error());
    CopiedNodes nodes = readCopiedNodes(json);
    if (reading.failed())
        return tl::unexpected(reading.error());
    return nodes;
}

} // namespace ligature
