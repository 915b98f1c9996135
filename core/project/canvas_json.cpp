// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/canvas_json.h"

#include "core/project/network_json.h"
#include <limits>
#include <set>

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

constexpr double farthest = 1e9; // pixels; the canvas itself ends long before

bool isShared(const Network& network, ParameterId id)
{
    const auto parameter = network.parameters.find(id);
    return parameter != network.parameters.end() && parameter->second.shared;
}

std::optional<CanvasPosition> readPosition(const JsonValue& value)
{
    if (!value.find("x") && !value.find("y"))
        return std::nullopt;
    return CanvasPosition{value["x"].real(-farthest, farthest), value["y"].real(-farthest, farthest)};
}

} // namespace

Json canvasToJson(const Canvas& canvas, const Network& network)
{
    Json layers = Json::array();
    for (const auto& [id, position] : canvas.layers) {
        if (network.layers.contains(id))
            layers.push_back({{"layer", id.value}, {"x", position.x}, {"y", position.y}});
    }
    Json parameters = Json::array();
    for (const auto& [id, parameter] : network.parameters) {
        const auto position = canvas.parameters.find(id);
        const auto colour = canvas.colours.find(id);
        if (!parameter.shared || (position == canvas.parameters.end() && colour == canvas.colours.end()))
            continue;
        Json json = {{"parameter", id.value}};
        if (position != canvas.parameters.end()) {
            json["x"] = position->second.x;
            json["y"] = position->second.y;
        }
        if (colour != canvas.colours.end())
            json["colour"] = colour->second;
        parameters.push_back(std::move(json));
    }
    return {{"layers", std::move(layers)}, {"parameters", std::move(parameters)}};
}

Canvas readCanvas(const JsonValue& value, const Network& network)
{
    value.expectKeys({"layers", "parameters"});
    Canvas canvas;
    for (const JsonValue& entry : value["layers"].elements()) {
        entry.expectKeys({"layer", "x", "y"});
        const LayerId id{static_cast<std::uint64_t>(entry["layer"].integer(1, greatestId))};
        if (!network.layers.contains(id))
            entry["layer"].report("there is no layer with the id " + std::to_string(id.value), "remove the entry");
        const CanvasPosition position{entry["x"].real(-farthest, farthest), entry["y"].real(-farthest, farthest)};
        if (!canvas.layers.emplace(id, position).second)
            entry.report("is the second entry for one layer", "remove one of the two");
    }
    std::set<ParameterId> seen;
    for (const JsonValue& entry : value["parameters"].elements()) {
        entry.expectKeys({"parameter", "x", "y", "colour"});
        const ParameterId id{static_cast<std::uint64_t>(entry["parameter"].integer(1, greatestId))};
        if (!isShared(network, id))
            entry["parameter"].report("there is no shared parameter with the id " + std::to_string(id.value),
                                      "remove the entry");
        if (!seen.insert(id).second)
            entry.report("is the second entry for one parameter", "remove one of the two");
        if (const auto position = readPosition(entry))
            canvas.parameters[id] = *position;
        if (const auto colour = entry.find("colour"))
            canvas.colours[id] = static_cast<int>(colour->integer(0, std::numeric_limits<int>::max()));
    }
    return canvas;
}

} // namespace ligature
