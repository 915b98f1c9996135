// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/experiment_json.h"

#include <algorithm>
#include <limits>

#include "core/project/attributes_json.h"
#include "core/project/network_json.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

constexpr double greatest = std::numeric_limits<double>::max();

struct TargetToJson {
    Json operator()(const SettingTarget& target) const { return {{"setting", target.name}}; }
    Json operator()(const LayerAttributeTarget& target) const
    {
        return {{"layer", target.layer.value}, {"attribute", target.attribute}};
    }
    Json operator()(const GradientFactorTarget& target) const
    {
        return {{"layer", target.slot.layer.value}, {"gradient_factor_of", target.slot.slot}};
    }
};

Json axisToJson(const ExperimentAxis& axis)
{
    Json json = std::visit(TargetToJson(), axis.target);
    if (axis.range) {
        json["range"] = {axis.range->from, axis.range->to};
        if (axis.range->is_logarithmic)
            json["logarithmic"] = true;
        return json;
    }
    json["values"] = Json::array();
    for (const AttributeValue& value : axis.values)
        json["values"].push_back(valueToJson(value));
    return json;
}

/// Of an axis either a list of values or a range.
void expectAxisKeys(const JsonValue& value, std::string_view target, std::string_view of_target)
{
    if (value.find("range"))
        value.expectKeys({target, of_target, "range", "logarithmic"});
    else
        value.expectKeys({target, of_target, "values"});
}

AxisTarget readTarget(const JsonValue& value)
{
    if (value.find("setting")) {
        expectAxisKeys(value, "setting", "setting");
        return SettingTarget{value["setting"].text()};
    }
    const LayerId layer{static_cast<std::uint64_t>(value["layer"].integer(1, greatestId))};
    if (value.find("gradient_factor_of")) {
        expectAxisKeys(value, "layer", "gradient_factor_of");
        return GradientFactorTarget{{layer, value["gradient_factor_of"].text()}};
    }
    expectAxisKeys(value, "layer", "attribute");
    return LayerAttributeTarget{layer, value["attribute"].text()};
}

ExperimentAxis readAxis(const JsonValue& value)
{
    ExperimentAxis axis{readTarget(value), {}, {}};
    if (const auto place = value.find("range")) {
        const std::vector<JsonValue> ends = place->elements();
        DrawRange range;
        if (ends.size() != 2) {
            place->report("is not two numbers", "write the smaller end, then the larger one");
            return axis;
        }
        range.from = ends[0].real(-greatest, greatest);
        range.to = ends[1].real(-greatest, greatest);
        if (const auto logarithmic = value.find("logarithmic"))
            range.is_logarithmic = logarithmic->boolean();
        if (range.from >= range.to || (range.is_logarithmic && range.from <= 0))
            place->report("is no range", "write the smaller end first; of a logarithmic one it is above 0");
        axis.range = range;
        return axis;
    }
    for (const JsonValue& element : value["values"].elements())
        axis.values.push_back(readValueAsWritten(element));
    if (axis.values.empty())
        value["values"].report("is empty", "list at least one value");
    return axis;
}

ArmId readArm(const JsonValue& value, const Network& network)
{
    ArmId arm(value.text());
    if (const auto valid = checkArms(std::vector{arm}, network, {}); !valid)
        value.report(valid.error().what, valid.error().mend);
    return arm;
}

} // namespace

Json experimentPlanToJson(const ExperimentPlan& plan)
{
    const ExperimentPlan usual;
    Json json = Json::object();
    if (!plan.arms.empty()) {
        for (const ArmId& arm : plan.arms)
            json["arms"].push_back(toString(arm));
    }
    if (plan.baseline)
        json["baseline"] = toString(*plan.baseline);
    if (plan.fractions != usual.fractions)
        json["fractions"] = plan.fractions;
    for (const ExperimentAxis& axis : plan.axes)
        json["axes"].push_back(axisToJson(axis));
    const Json settings = attributesToJson(experimentSettings(plan));
    for (const AttributeSpec& spec : experimentSettingSpecs()) {
        if (experimentSettings(plan).values().at(spec.name) != spec.default_value)
            json[spec.name] = settings.at(spec.name);
    }
    return json;
}

ExperimentPlan readExperimentPlan(const JsonValue& value, const Network& network)
{
    value.expectKeys({"arms", "baseline", "fractions", "axes", "seeds", "folds", "measure", "margin", "tuning_trials",
                      "combination", "draws"});
    ExperimentPlan plan;
    if (const auto arms = value.find("arms")) {
        for (const JsonValue& element : arms->elements())
            plan.arms.emplace_back(readArm(element, network));
        if (const auto valid = checkArms(plan.arms, network, {}); !valid)
            arms->report(valid.error().what, valid.error().mend);
    }
    if (const auto baseline = value.find("baseline"))
        plan.baseline = readArm(*baseline, network);
    if (const auto fractions = value.find("fractions")) {
        plan.fractions.clear();
        for (const JsonValue& element : fractions->elements())
            plan.fractions.push_back(element.real(1e-9, 1));
        if (plan.fractions.empty())
            fractions->report("is empty", "list at least one share, such as 1");
    }
    if (const auto axes = value.find("axes")) {
        for (const JsonValue& element : axes->elements())
            plan.axes.push_back(readAxis(element));
    }
    for (const AttributeSpec& spec : experimentSettingSpecs()) {
        if (const auto setting = value.find(spec.name))
            setExperimentSetting(plan, spec.name, readAttribute(*setting, spec));
    }
    return plan;
}

} // namespace ligature
