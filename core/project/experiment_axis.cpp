// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/experiment_axis.h"

#include <algorithm>

#include "core/attributes/value_text.h"
#include "core/layers/layer_type.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

constexpr std::string_view optimizerName = "optimizer";
constexpr std::string_view scheduleName = "schedule";
constexpr std::string_view gradientFactorName = "gradient_factor";
constexpr std::string_view logarithmicSuffix = ":log";
constexpr std::string_view rangeMark = "..";

/// Ligature's registered types as a choice.
template <typename Types>
AttributeSpec choiceOf(std::string_view name, const Types& types)
{
    AttributeSpec spec{.name = std::string(name), .label = std::string(name), .kind = AttributeKind::Choice};
    for (const auto* const type : types)
        spec.choices.push_back({type->name(), type->title()});
    spec.default_value = spec.choices.front().value;
    return spec;
}

std::vector<AttributeSpec> scheduleSpecs(const Project& project)
{
    const ScheduleType* const type = findScheduleType(project.training.schedule);
    return type == nullptr ? std::vector<AttributeSpec>() : type->attributes();
}

std::vector<AttributeSpec> settingSpecs(const Project& project)
{
    std::vector<AttributeSpec> specs = trainingSettingSpecs();
    // Seeds and shares of the samples are axes of their own, the same in all points.
    std::erase_if(specs, [](const AttributeSpec& spec) {
        return spec.name == "seed" || spec.name == "training_fraction" || spec.name == "test_fraction";
    });
    specs.push_back(choiceOf(optimizerName, optimizerTypes()));
    specs.push_back(choiceOf(scheduleName, scheduleTypes()));
    if (const OptimizerType* const type = findOptimizerType(project.training.optimizer))
        std::ranges::copy(type->attributes(), std::back_inserter(specs));
    std::ranges::copy(scheduleSpecs(project), std::back_inserter(specs));
    return specs;
}

struct SpecOf {
    const Project& project;

    Result<AttributeSpec> operator()(const SettingTarget& target) const
    {
        const std::vector<AttributeSpec> specs = settingSpecs(project);
        const auto found = std::ranges::find(specs, target.name, &AttributeSpec::name);
        if (found != specs.end())
            return *found;
        std::string names;
        for (const AttributeSpec& spec : specs)
            names.append(names.empty() ? "" : ", ").append(spec.name);
        return fail(target.name, "there is no such setting",
                    "choose one of " + names + ", LAYER.ATTRIBUTE, or LAYER.SLOT.gradient_factor");
    }
    Result<AttributeSpec> operator()(const LayerAttributeTarget& target) const
    {
        const auto layer = project.network.layers.find(target.layer);
        if (layer == project.network.layers.end())
            return fail(target.attribute, "the layer that it was an attribute of is gone",
                        "remove it from the experiment");
        const LayerType* const type = findLayerType(layer->second.type);
        const std::vector<AttributeSpec> specs = type == nullptr ? std::vector<AttributeSpec>() : type->attributes();
        const auto found = std::ranges::find(specs, target.attribute, &AttributeSpec::name);
        if (found == specs.end())
            return fail(layer->second.name, "it has no attribute \"" + target.attribute + "\"",
                        "mend its spelling; the inspector shows what it has");
        return *found;
    }
    Result<AttributeSpec> operator()(const GradientFactorTarget& target) const
    {
        if (!project.network.ties.contains(target.slot))
            return fail(target.slot.slot, "the use whose gradient factor it was is gone",
                        "remove it from the experiment");
        return AttributeSpec{.name = std::string(gradientFactorName),
                             .label = "Gradient factor",
                             .kind = AttributeKind::Real,
                             .default_value = 1.0};
    }
};

/// A whole number is a real one where that is wanted: files write 1.0 as 1.
AttributeValue conformed(const AttributeSpec& spec, const AttributeValue& value)
{
    const auto* const whole = std::get_if<std::int64_t>(&value);
    return spec.kind == AttributeKind::Real && whole ? AttributeValue(static_cast<double>(*whole)) : value;
}

struct Assign {
    Project& project;
    const AttributeValue& value;

    void operator()(const SettingTarget& target) const
    {
        TrainingSettings& training = project.training;
        const auto& shared = trainingSettingSpecs();
        if (target.name == optimizerName) {
            if (training.optimizer == std::get<std::string>(value))
                return;
            // The rate stays: it is what people vary beside it.
            training.optimizer = std::get<std::string>(value);
            const auto rate = training.optimizer_attributes.values().find("learning_rate");
            training.optimizer_attributes = rate == training.optimizer_attributes.values().end()
                                                ? Attributes()
                                                : Attributes{{rate->first, rate->second}};
        } else if (target.name == scheduleName) {
            if (training.schedule == std::get<std::string>(value))
                return;
            training.schedule = std::get<std::string>(value);
            training.schedule_attributes = {};
        } else if (std::ranges::find(shared, target.name, &AttributeSpec::name) != shared.end()) {
            setSharedSetting(training, target.name, value);
        } else {
            const auto of_schedule = scheduleSpecs(project);
            const bool is_of_schedule =
                std::ranges::find(of_schedule, target.name, &AttributeSpec::name) != of_schedule.end();
            (is_of_schedule ? training.schedule_attributes : training.optimizer_attributes).set(target.name, value);
        }
    }
    void operator()(const LayerAttributeTarget& target) const
    {
        project.network.layers.at(target.layer).attributes.set(target.attribute, value);
    }
    void operator()(const GradientFactorTarget& target) const
    {
        project.network.ties.at(target.slot).gradient_factor = std::get<double>(value);
    }
};

struct NameOf {
    const Network& network;

    std::string layer(LayerId id) const
    {
        const auto found = network.layers.find(id);
        return found == network.layers.end() ? "?" : found->second.name;
    }
    std::string operator()(const SettingTarget& target) const { return target.name; }
    std::string operator()(const LayerAttributeTarget& target) const
    {
        return layer(target.layer) + "." + target.attribute;
    }
    std::string operator()(const GradientFactorTarget& target) const
    {
        return layer(target.slot.layer) + "." + target.slot.slot + "." + std::string(gradientFactorName);
    }
};

/// Layers' names may have points themselves.
Result<AxisTarget> targetFromText(const std::string& text, const Network& network)
{
    const std::size_t last = text.rfind('.');
    if (last == std::string::npos)
        return SettingTarget{text};
    const std::string attribute = text.substr(last + 1);
    const std::string owner = text.substr(0, last);
    if (const auto layer = findLayer(network, owner); layer && attribute != gradientFactorName)
        return LayerAttributeTarget{*layer, attribute};
    const std::size_t middle = owner.rfind('.');
    if (attribute == gradientFactorName && middle != std::string::npos) {
        const auto layer = findLayer(network, owner.substr(0, middle));
        const std::string slot = owner.substr(middle + 1);
        if (layer && network.ties.contains({*layer, slot}))
            return GradientFactorTarget{{*layer, slot}};
        if (layer)
            return fail(text, "the layer \"" + owner.substr(0, middle) + "\" has no slot \"" + slot + "\"",
                        "mend its spelling, such as LAYER.weight.gradient_factor");
    }
    return fail(text, "there is no layer \"" + owner + "\"",
                "mend its spelling; ligature-cli info PROJECT lists the layers");
}

std::vector<std::string> splitAtCommas(const std::string& text)
{
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t comma = text.find(','); comma != std::string::npos; comma = text.find(',', from)) {
        parts.push_back(text.substr(from, comma - from));
        from = comma + 1;
    }
    parts.push_back(text.substr(from));
    return parts;
}

Result<DrawRange> rangeFromText(const AttributeSpec& spec, std::string text, const std::string& where)
{
    DrawRange range;
    range.is_logarithmic = text.ends_with(logarithmicSuffix);
    if (range.is_logarithmic)
        text.resize(text.size() - logarithmicSuffix.size());
    if (spec.kind != AttributeKind::Real && spec.kind != AttributeKind::Integer)
        return fail(where, "only numbers have a range", "list the values, separated by commas");
    const std::size_t mark = text.find(rangeMark);
    AttributeSpec real = spec;
    real.kind = AttributeKind::Real;
    const auto end = [&](const std::string& part) -> Result<double> {
        const auto value = valueFromText(real, part, where);
        if (!value)
            return tl::unexpected(value.error());
        if (const auto valid = validateValue(real, *value, where); !valid)
            return tl::unexpected(valid.error());
        return std::get<double>(*value);
    };
    const auto from = end(text.substr(0, mark));
    const auto to = end(text.substr(mark + rangeMark.size()));
    if (!from || !to)
        return tl::unexpected((from ? to : from).error());
    range.from = *from;
    range.to = *to;
    if (range.from >= range.to || (range.is_logarithmic && range.from <= 0))
        return fail(where, "\"" + text + "\" is no range",
                    range.is_logarithmic ? "write the smaller end first, above 0" : "write the smaller end first");
    return range;
}

} // namespace

Result<AttributeSpec> specOf(const AxisTarget& target, const Project& project)
{
    return std::visit(SpecOf{project}, target);
}

Result<void> setTarget(Project& project, const AxisTarget& target, const AttributeValue& value)
{
    const auto spec = specOf(target, project);
    if (!spec)
        return tl::unexpected(spec.error());
    const AttributeValue conform = conformed(*spec, value);
    if (const auto valid = validateValue(*spec, conform, targetName(target, project.network)); !valid)
        return valid;
    std::visit(Assign{project, conform}, target);
    return {};
}

std::string targetName(const AxisTarget& target, const Network& network)
{
    return std::visit(NameOf{network}, target);
}

Result<ExperimentAxis> axisFromText(const std::string& text, const Project& project)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
        return fail(text, "it has no values", "write it as NAME=VALUE,VALUE");
    const auto target = targetFromText(text.substr(0, equals), project.network);
    if (!target)
        return tl::unexpected(target.error());
    const auto spec = specOf(*target, project);
    if (!spec)
        return tl::unexpected(spec.error());
    ExperimentAxis axis{*target, {}, {}};
    const std::string where = targetName(*target, project.network);
    const std::string values = text.substr(equals + 1);
    if (values.find(rangeMark) != std::string::npos && values.find(',') == std::string::npos) {
        const auto range = rangeFromText(*spec, values, where);
        if (!range)
            return tl::unexpected(range.error());
        axis.range = *range;
        return axis;
    }
    for (const std::string& part : splitAtCommas(values)) {
        const auto value = valueFromText(*spec, part, where);
        if (!value)
            return tl::unexpected(value.error());
        if (const auto valid = validateValue(*spec, *value, where); !valid)
            return tl::unexpected(valid.error());
        axis.values.push_back(*value);
    }
    return axis;
}

std::string axisText(const ExperimentAxis& axis, const Network& network)
{
    std::string text = targetName(axis.target, network) + "=";
    if (axis.range) {
        text.append(numbers::readable(axis.range->from)).append(rangeMark).append(numbers::readable(axis.range->to));
        return axis.range->is_logarithmic ? text.append(logarithmicSuffix) : text;
    }
    for (std::size_t i = 0; i < axis.values.size(); ++i)
        text.append(i == 0 ? "" : ",").append(valueText(axis.values[i]));
    return text;
}

} // namespace ligature
