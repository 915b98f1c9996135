// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/settings_json.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
#include "core/project/attributes_json.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array scalings = {"none", "standardize", "unit_range"};
constexpr std::array variantChoices = {VariantChoice::Tied, VariantChoice::Untied, VariantChoice::Both};

/// Whether a file may leave the setting out, where it has its usual value: those that came after the first files.
bool isOptional(const AttributeSpec& setting)
{
    return setting.name == "gradient_clipping";
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
    Json json = {{"variants", toString(settings.variants)},
                 {"optimizer", typedToJson(settings.optimizer, settings.optimizer_attributes)}};
    // Came after the first files, so it is left out where it changes nothing.
    if (!settings.isRateConstant())
        json["schedule"] = typedToJson(settings.schedule, settings.schedule_attributes);
    const Json shared = attributesToJson(sharedSettings(settings));
    for (const AttributeSpec& spec : trainingSettingSpecs()) {
        if (!isOptional(spec) || sharedSettings(settings).values().at(spec.name) != spec.default_value)
            json[spec.name] = shared.at(spec.name);
    }
    return json;
}

TrainingSettings readTrainingSettings(const JsonValue& value)
{
    value.expectKeys({"variants", "optimizer", "schedule", "batch_size", "epochs", "validation_fraction", "seed",
                      "gradient_clipping"});
    TrainingSettings settings;
    const std::string variants = value["variants"].text();
    const auto choice = std::ranges::find(variantChoices, variants, [](VariantChoice c) { return toString(c); });
    if (choice == variantChoices.end())
        value["variants"].report("there is no choice \"" + variants + "\"", "choose one of tied, untied, both");
    else
        settings.variants = *choice;
    std::tie(settings.optimizer, settings.optimizer_attributes) =
        readTypedObject(value["optimizer"], findOptimizerType, "optimizer");
    if (const auto schedule = value.find("schedule")) {
        std::tie(settings.schedule, settings.schedule_attributes) =
            readTypedObject(*schedule, findScheduleType, "schedule");
    }
    for (const AttributeSpec& spec : trainingSettingSpecs()) {
        if (!isOptional(spec) || value.find(spec.name))
            setSharedSetting(settings, spec.name, readAttribute(value[spec.name], spec));
    }
    return settings;
}

} // namespace ligature
