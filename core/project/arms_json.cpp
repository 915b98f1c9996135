// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/arms_json.h"

#include <algorithm>

#include "core/layers/layer_type.h"
#include "core/project/attributes_json.h"
#include "core/project/network_json.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longestTitle = 200; // bytes

struct ChangeToJson {
    Json operator()(const UntieParameter& change) const { return {{"untie", change.parameter.value}}; }
    Json operator()(const TieParameters& change) const
    {
        Json json = {{"tie", Json::array({change.kept.value})}};
        for (const ParameterId other : change.others)
            json["tie"].push_back(other.value);
        return json;
    }
    Json operator()(const SetLayerAttribute& change) const
    {
        return {{"layer", change.layer.value}, {"set", attributesToJson({{change.attribute, change.value}})}};
    }
};

ParameterId readParameter(const JsonValue& value)
{
    return ParameterId{static_cast<std::uint64_t>(value.integer(1, greatestId))};
}

/// As the file has it, where there is no layer to ask what its attribute is.
AttributeValue valueAsWritten(const JsonValue& value)
{
    if (value.isArray())
        return readShape(value);
    if (value.json().is_boolean())
        return value.boolean();
    if (value.json().is_number_integer())
        return value.integer(-greatestId, greatestId);
    if (value.json().is_number())
        return value.real(std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
    return value.text();
}

ArmChange readSet(const JsonValue& value, const Network& network)
{
    SetLayerAttribute change{LayerId{static_cast<std::uint64_t>(value["layer"].integer(1, greatestId))}, {}, {}};
    const auto members = value["set"].members();
    if (members.size() != 1) {
        value["set"].report("is not one attribute", "set one attribute in each change");
        return change;
    }
    const auto& [name, place] = members.front();
    change.attribute = name;
    const auto layer = network.layers.find(change.layer);
    const LayerType* const type = layer == network.layers.end() ? nullptr : findLayerType(layer->second.type);
    const std::vector<AttributeSpec> specs = type == nullptr ? std::vector<AttributeSpec>() : type->attributes();
    const auto spec = std::ranges::find(specs, name, &AttributeSpec::name);
    if (type != nullptr && spec == specs.end())
        place.report("the layer \"" + layer->second.name + "\" has no attribute \"" + name + "\"",
                     "mend its spelling, or remove the change");
    change.value = spec == specs.end() ? valueAsWritten(place) : readAttribute(place, *spec);
    return change;
}

ArmChange readChange(const JsonValue& value, const Network& network)
{
    if (value.find("untie")) {
        value.expectKeys({"untie"});
        return UntieParameter{readParameter(value["untie"])};
    }
    if (value.find("tie")) {
        value.expectKeys({"tie"});
        TieParameters change;
        for (const JsonValue& element : value["tie"].elements()) {
            if (change.kept)
                change.others.push_back(readParameter(element));
            else
                change.kept = readParameter(element);
        }
        if (change.others.empty())
            value["tie"].report("ties fewer than two parameters", "list the one that is kept, then those tied to it");
        return change;
    }
    value.expectKeys({"layer", "set"});
    return readSet(value, network);
}

} // namespace

Json customArmsToJson(const Network& network)
{
    Json arms = Json::array();
    for (const auto& [word, arm] : network.arms) {
        Json changes = Json::array();
        for (const ArmChange& change : arm.changes)
            changes.push_back(std::visit(ChangeToJson(), change));
        arms.push_back({{"name", word}, {"title", arm.title}, {"changes", std::move(changes)}});
    }
    return arms;
}

std::map<std::string, CustomArm> readCustomArms(const JsonValue& value, const Network& network)
{
    std::map<std::string, CustomArm> arms;
    for (const JsonValue& element : value.elements()) {
        element.expectKeys({"name", "title", "changes"});
        const std::string word = element["name"].text();
        if (!isArmWord(word))
            element["name"].report("\"" + word + "\" is no name of an arm",
                                   "use small letters, digits and dashes, at most " + std::to_string(ArmId::longest));
        else if (findArmType(word) != nullptr || arms.contains(word))
            element["name"].report("\"" + word + "\" is the name of another arm", "give it a name of its own");
        CustomArm& arm = arms[word];
        arm.title = element["title"].text();
        if (arm.title.empty() || arm.title.size() > longestTitle)
            element["title"].report("is empty or longer than " + std::to_string(longestTitle) + " bytes",
                                    "give the arm a short title");
        for (const JsonValue& change : element["changes"].elements())
            arm.changes.push_back(readChange(change, network));
    }
    return arms;
}

} // namespace ligature
