// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/arms_json.h"
#include "core/project/attributes_json.h"
#include "core/project/network_json.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

Json layerToJson(LayerId id, const Layer& layer)
{
    Json json = {{"id", id.value}, {"type", layer.type}, {"name", layer.name}};
    if (!layer.attributes.values().empty())
        json["attributes"] = attributesToJson(layer.attributes);
    return json;
}

Json viewToJson(const View& view)
{
    Json json = Json::array();
    for (const ViewStep& step : view)
        json.push_back(typedToJson(step.type, step.attributes));
    return json;
}

Json firstDrawToJson(const FirstDraw& draw)
{
    Json json = {{"stream", draw.stream.value},
                 {"shape", draw.shape.extents()},
                 {"fan_in", draw.fans.fan_in},
                 {"fan_out", draw.fans.fan_out}};
    if (!draw.view.empty())
        json["view"] = viewToJson(draw.view);
    return json;
}

Json parameterToJson(ParameterId id, const Parameter& parameter)
{
    Json json = {{"id", id.value}};
    if (parameter.shared) {
        json["shared"] = true;
        json["name"] = parameter.name;
    }
    if (parameter.shape)
        json["shape"] = parameter.shape->extents();
    json["initializer"] = typedToJson(parameter.initializer.type, parameter.initializer.attributes);
    if (parameter.state)
        json["state"] = true;
    if (!parameter.trainable)
        json["trainable"] = false;
    if (parameter.weight_decay_factor != 1.0)
        json["weight_decay_factor"] = parameter.weight_decay_factor;
    if (parameter.learning_rate_factor != 1.0)
        json["learning_rate_factor"] = parameter.learning_rate_factor;
    if (parameter.stored_transposed)
        json["stored_transposed"] = true;
    if (parameter.first_draw)
        json["first_draw"] = firstDrawToJson(*parameter.first_draw);
    return json;
}

Json tieToJson(const Slot& slot, const Tie& tie)
{
    Json json = {{"layer", slot.layer.value}, {"slot", slot.slot}, {"parameter", tie.parameter.value}};
    if (!tie.view.empty())
        json["view"] = viewToJson(tie.view);
    if (tie.gradient_factor != 1.0)
        json["gradient_factor"] = tie.gradient_factor;
    return json;
}

Json repeatToJson(RepeatId id, const Repeat& repeat)
{
    Json layers = Json::array();
    for (const LayerId layer : repeat.layers)
        layers.push_back(layer.value);
    return {{"id", id.value},
            {"name", repeat.name},
            {"layers", std::move(layers)},
            {"count", repeat.count},
            {"shared", repeat.shared}};
}

} // namespace

Json networkToJson(const Network& network)
{
    Json layers = Json::array();
    for (const auto& [id, layer] : network.layers)
        layers.push_back(layerToJson(id, layer));
    Json parameters = Json::array();
    for (const auto& [id, parameter] : network.parameters)
        parameters.push_back(parameterToJson(id, parameter));
    Json links = Json::array();
    for (const auto& [input, output] : network.links) {
        links.push_back(
            {{"from", output.layer.value}, {"output", output.port}, {"to", input.layer.value}, {"input", input.port}});
    }
    Json ties = Json::array();
    for (const auto& [slot, tie] : network.ties)
        ties.push_back(tieToJson(slot, tie));
    Json json = {{"layers", std::move(layers)},
                 {"parameters", std::move(parameters)},
                 {"links", std::move(links)},
                 {"ties", std::move(ties)}};
    for (const auto& [id, repeat] : network.repeats)
        json["repeats"].push_back(repeatToJson(id, repeat));
    if (!network.arms.empty())
        json["arms"] = customArmsToJson(network);
    json["next_id"] = network.next_id;
    return json;
}

} // namespace ligature
