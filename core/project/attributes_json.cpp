// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/attributes_json.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto leastInteger = std::numeric_limits<std::int64_t>::min();
constexpr auto greatestInteger = std::numeric_limits<std::int64_t>::max();
constexpr double greatestReal = std::numeric_limits<double>::max();

AttributeValue valueOfKind(const JsonValue& value, AttributeKind kind)
{
    switch (kind) {
    case AttributeKind::Boolean: return value.boolean();
    case AttributeKind::Integer: return value.integer(leastInteger, greatestInteger);
    case AttributeKind::Real: return value.real(-greatestReal, greatestReal);
    case AttributeKind::Choice:
    case AttributeKind::Text:
    case AttributeKind::Path: return value.text();
    case AttributeKind::Shape: break;
    }
    std::vector<std::int64_t> extents;
    for (const JsonValue& extent : value.elements())
        extents.push_back(extent.integer(leastInteger, greatestInteger));
    return Shape(std::move(extents));
}

} // namespace

Json valueToJson(const AttributeValue& value)
{
    if (const auto* shape = std::get_if<Shape>(&value))
        return shape->extents();
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag;
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return *whole;
    if (const auto* real = std::get_if<double>(&value))
        return *real;
    return std::get<std::string>(value);
}

Json attributesToJson(const Attributes& attributes)
{
    Json object = Json::object();
    for (const auto& [name, value] : attributes.values())
        object[name] = valueToJson(value);
    return object;
}

AttributeValue readAttribute(const JsonValue& value, const AttributeSpec& spec)
{
    AttributeValue read = valueOfKind(value, spec.kind);
    if (value.reading().failed())
        return spec.default_value;
    if (const auto valid = validateValue(spec, read, {}); !valid) {
        value.report(valid.error().what, valid.error().mend);
        return spec.default_value;
    }
    return read;
}

Attributes readAttributes(const JsonValue& value, std::span<const AttributeSpec> specs)
{
    Attributes attributes;
    for (const auto& [name, member] : value.members()) {
        const auto spec = std::ranges::find(specs, name, &AttributeSpec::name);
        if (spec == specs.end()) {
            member.report("there is no attribute \"" + name + "\"", "remove it, or mend its spelling");
            break;
        }
        attributes.set(name, readAttribute(member, *spec));
    }
    return attributes;
}

AttributeValue readValueAsWritten(const JsonValue& value)
{
    if (value.isArray())
        return readShape(value);
    if (value.json().is_boolean())
        return value.boolean();
    if (value.json().is_number_integer())
        return value.integer(leastInteger, greatestInteger);
    if (value.json().is_number())
        return value.real(-greatestReal, greatestReal);
    return value.text();
}

Shape readShape(const JsonValue& value)
{
    std::vector<std::int64_t> extents;
    for (const JsonValue& extent : value.elements())
        extents.push_back(extent.integer(1, 1'000'000'000));
    return Shape(std::move(extents));
}

Json typedToJson(const std::string& type, const Attributes& attributes)
{
    Json object = {{"type", type}};
    if (!attributes.values().empty())
        object["attributes"] = attributesToJson(attributes);
    return object;
}

} // namespace ligature
