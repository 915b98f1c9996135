// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attributes/attributes.h"

#include <algorithm>
#include <cmath>

#include "core/text/number_text.h"

namespace ligature {

namespace {

std::string kindName(AttributeKind kind)
{
    switch (kind) {
    case AttributeKind::Boolean: return "true or false";
    case AttributeKind::Integer: return "a whole number";
    case AttributeKind::Real: return "a number";
    case AttributeKind::Choice: return "one of its choices";
    case AttributeKind::Text: return "a text";
    case AttributeKind::Path: return "a path";
    case AttributeKind::Shape: return "a list of whole numbers";
    }
    return {};
}

bool holdsKind(const AttributeValue& value, AttributeKind kind)
{
    switch (kind) {
    case AttributeKind::Boolean: return std::holds_alternative<bool>(value);
    case AttributeKind::Integer: return std::holds_alternative<std::int64_t>(value);
    case AttributeKind::Real: return std::holds_alternative<double>(value);
    case AttributeKind::Shape: return std::holds_alternative<Shape>(value);
    default: return std::holds_alternative<std::string>(value);
    }
}

std::string rangeText(const AttributeSpec& spec)
{
    const std::string least = toString(AttributeValue(spec.minimum));
    const std::string most = toString(AttributeValue(spec.maximum));
    if (std::isfinite(spec.minimum) && std::isfinite(spec.maximum))
        return "from " + least + " to " + most;
    return std::isfinite(spec.minimum) ? least + " or more" : most + " or less";
}

Result<void> checkNumber(const AttributeSpec& spec, double number, const std::string& where)
{
    if (!std::isfinite(number))
        return fail(where, spec.name + " is not a finite number", "give " + kindName(spec.kind));
    if (number < spec.minimum || number > spec.maximum)
        return fail(where, spec.name + " is " + toString(AttributeValue(number)), "give a value " + rangeText(spec));
    return {};
}

} // namespace

std::string labelInSentence(const AttributeSpec& spec)
{
    std::string label = spec.label;
    if (label.size() > 1 && label[1] >= 'a' && label[1] <= 'z' && label[0] >= 'A' && label[0] <= 'Z')
        label[0] = static_cast<char>(label[0] - 'A' + 'a');
    return label;
}

Attributes withDefaults(std::span<const AttributeSpec> specs, const Attributes& attributes)
{
    Attributes complete = attributes;
    for (const AttributeSpec& spec : specs) {
        if (!complete.contains(spec.name))
            complete.set(spec.name, spec.default_value);
    }
    return complete;
}

Result<void> validateValue(const AttributeSpec& spec, const AttributeValue& value, const std::string& where)
{
    if (!holdsKind(value, spec.kind))
        return fail(where, spec.name + " is not " + kindName(spec.kind), "give " + kindName(spec.kind));
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return checkNumber(spec, static_cast<double>(*whole), where);
    if (const auto* real = std::get_if<double>(&value))
        return checkNumber(spec, *real, where);
    if (const auto* shape = std::get_if<Shape>(&value)) {
        for (const std::int64_t extent : shape->extents()) {
            if (const auto checked = checkNumber(spec, static_cast<double>(extent), where); !checked)
                return checked;
        }
        return {};
    }
    if (spec.kind == AttributeKind::Choice) {
        const auto& text = std::get<std::string>(value);
        std::string all;
        for (const AttributeChoice& choice : spec.choices) {
            if (choice.value == text)
                return {};
            all += (all.empty() ? "" : ", ") + choice.value;
        }
        return fail(where, spec.name + " is \"" + text + "\"", "choose one of " + all);
    }
    return {};
}

Result<void> validate(std::span<const AttributeSpec> specs, const Attributes& attributes, const std::string& where)
{
    for (const auto& [name, value] : attributes.values()) {
        const auto spec = std::find_if(specs.begin(), specs.end(), [&](const auto& s) { return s.name == name; });
        if (spec == specs.end())
            return fail(where, "there is no attribute \"" + name + "\"", "remove it, or mend its spelling");
        if (const auto checked = validateValue(*spec, value, where); !checked)
            return checked;
    }
    return {};
}

std::string toString(const AttributeValue& value)
{
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return std::to_string(*whole);
    // Six digits, as messages and checkpoints have had it.
    if (const auto* real = std::get_if<double>(&value))
        return numbers::significant(*real, 6, {.group_separator = {}}, numbers::Zeros::Drop);
    if (const auto* shape = std::get_if<Shape>(&value))
        return shape->toString();
    return std::get<std::string>(value);
}

} // namespace ligature
