// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <utility>

#include "core/attributes/attributes.h"
#include "core/json/json_value.h"

namespace ligature {

/// An object of the attributes that are set: booleans, numbers, texts, and lists of whole numbers for shapes.
[[nodiscard]] nlohmann::ordered_json attributesToJson(const Attributes& attributes);

/// Each against its spec. A key without a spec is reported.
[[nodiscard]] Attributes readAttributes(const JsonValue& value, std::span<const AttributeSpec> specs);

/// One value against its spec; the spec's default where it is wrong.
[[nodiscard]] AttributeValue readAttribute(const JsonValue& value, const AttributeSpec& spec);

/// A value as the file has it, where there is nobody to ask what it is: a list is a shape.
[[nodiscard]] AttributeValue readValueAsWritten(const JsonValue& value);
[[nodiscard]] nlohmann::ordered_json valueToJson(const AttributeValue& value);

/// A shape as a list of whole numbers of at least 1.
[[nodiscard]] Shape readShape(const JsonValue& value);

/// Something of a registered type with attributes, as {"type": ..., "attributes": {...}}.
[[nodiscard]] nlohmann::ordered_json typedToJson(const std::string& type, const Attributes& attributes);

/// The two keys read back; the value may have others.
/// @param find the registry's look-up, such as findViewType
/// @param noun what it is, for messages: "view"
template <typename Find>
[[nodiscard]] std::pair<std::string, Attributes> readTyped(const JsonValue& value, Find find, const std::string& noun)
{
    const JsonValue type_place = value["type"];
    std::string name = type_place.text();
    const auto* const type = find(name);
    if (type == nullptr) {
        type_place.report("there is no " + noun + " \"" + name + "\"",
                          "mend its spelling, or open the project with a newer Ligature");
        return {};
    }
    const auto attributes = value.find("attributes");
    return {std::move(name), attributes ? readAttributes(*attributes, type->attributes()) : Attributes()};
}

/// The same where these two are all that it may have.
template <typename Find>
[[nodiscard]] std::pair<std::string, Attributes> readTypedObject(const JsonValue& value, Find find,
                                                                 const std::string& noun)
{
    value.expectKeys({"type", "attributes"});
    return readTyped(value, find, noun);
}

} // namespace ligature
