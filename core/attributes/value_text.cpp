// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attributes/value_text.h"

#include <charconv>

#include "core/text/number_text.h"

namespace ligature {

namespace {

template <typename Number>
Result<AttributeValue> numberFrom(const std::string& text, const std::string& where)
{
    Number number{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end)
        return fail(where, "\"" + text + "\" is not a number", "write one, such as 1");
    return AttributeValue(number);
}

} // namespace

Result<AttributeValue> valueFromText(const AttributeSpec& spec, const std::string& text, const std::string& where)
{
    switch (spec.kind) {
    case AttributeKind::Integer: return numberFrom<std::int64_t>(text, where);
    case AttributeKind::Real: return numberFrom<double>(text, where);
    case AttributeKind::Boolean:
        if (text != "true" && text != "false")
            return fail(where, "\"" + text + "\" is neither true nor false", "write one of them");
        return AttributeValue(text == "true");
    case AttributeKind::Shape: return fail(where, "a shape cannot be given here", "set it in the project");
    case AttributeKind::Choice:
    case AttributeKind::Text:
    case AttributeKind::Path: break;
    }
    return AttributeValue(text);
}

std::string valueText(const AttributeValue& value)
{
    const auto* const real = std::get_if<double>(&value);
    return real ? numbers::readable(*real) : toString(value);
}

} // namespace ligature
