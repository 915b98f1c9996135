// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/settings_json.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
#include "core/project/attributes_json.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array scalings = {"none", "standardize", "unit_range"};

/// The words for the arms of old: files have them in place of a list.
const std::array<std::pair<std::string_view, std::vector<ArmId>>, 3>& namedArms()
{
    static const std::array<std::pair<std::string_view, std::vector<ArmId>>, 3> named = {
        {{"tied", {tiedArm}}, {"untied", {untiedArm}}, {"both", {tiedArm, untiedArm}}}};
    return named;
}

Json armsToJson(const std::vector<ArmId>& arms)
{
    for (const auto& [word, list] : namedArms()) {
        if (list == arms)
            return word;
    }
    Json list = Json::array();
    for (const ArmId& arm : arms)
        list.push_back(toString(arm));
    return list;
}

std::vector<ArmId> readArms(const JsonValue& value, const Network& network)
{
    std::vector<ArmId> arms;
    if (value.isArray()) {
        for (const JsonValue& element : value.elements())
            arms.emplace_back(element.text());
        if (const auto valid = checkArms(arms, network, {}); !valid)
            value.report(valid.error().what, valid.error().mend);
        return arms;
    }
    const std::string word = value.text();
    for (const auto& [name, list] : namedArms()) {
        if (name == word)
            return list;
    }
    value.report("there is no choice \"" + word + "\"", "choose one of tied, untied, both, or list arms");
    return arms;
}

} // namespace

Json dataSourceToJson(const DataSource& source)
{
    Json json = {{"format", source.format}};
    if (!source.options.values().empty())
        json["options"] = attributesToJson(source.options);
    json["scaling"] = source.scaling;
    return json;
}

DataSource readDataSource(const JsonValue& value)
{
    value.expectKeys({"format", "options", "scaling"});
    DataSource source;
    source.format = value["format"].text();
    const DataFormat* const format = findDataFormat(source.format);
    if (format == nullptr) {
        value["format"].report("there is no data format \"" + source.format + "\"",
                               "mend its spelling, or open the project with a newer Ligature");
        return source;
    }
    if (const auto options = value.find("options"))
        source.options = readAttributes(*options, format->options());
    source.scaling = value["scaling"].text();
    if (std::ranges::find(scalings, source.scaling) == scalings.end())
        value["scaling"].report("there is no scaling \"" + source.scaling + "\"",
                                "choose one of none, standardize, unit_range");
    return source;
}

Json trainingSettingsToJson(const TrainingSettings& settings)
{
    Json json = {{"variants", armsToJson(settings.arms)},
                 {"optimizer", typedToJson(settings.optimizer, settings.optimizer_attributes)}};
    // Came after the first files, so it is left out where it changes nothing.
    if (!settings.isRateConstant())
        json["schedule"] = typedToJson(settings.schedule, settings.schedule_attributes);
    const Attributes shared = sharedSettings(settings);
    const Json values = attributesToJson(shared);
    for (const AttributeSpec& spec : trainingSettingSpecs()) {
        if (!isLaterSetting(spec) || shared.values().at(spec.name) != spec.default_value)
            json[spec.name] = values.at(spec.name);
    }
    return json;
}

TrainingSettings readTrainingSettings(const JsonValue& value, const Network& network)
{
    std::vector<std::string_view> known = {"variants", "optimizer", "schedule"};
    std::ranges::transform(trainingSettingSpecs(), std::back_inserter(known), &AttributeSpec::name);
    value.expectKeys(known);
    TrainingSettings settings;
    settings.arms = readArms(value["variants"], network);
    std::tie(settings.optimizer, settings.optimizer_attributes) =
        readTypedObject(value["optimizer"], findOptimizerType, "optimizer");
    if (const auto schedule = value.find("schedule")) {
        std::tie(settings.schedule, settings.schedule_attributes) =
            readTypedObject(*schedule, findScheduleType, "schedule");
    }
    for (const AttributeSpec& spec : trainingSettingSpecs()) {
        if (!isLaterSetting(spec) || value.find(spec.name))
            setSharedSetting(settings, spec.name, readAttribute(value[spec.name], spec));
    }
    return settings;
}

} // namespace ligature
