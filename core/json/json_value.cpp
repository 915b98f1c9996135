// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/json_value.h"

#include <algorithm>
#include <limits>

#include "core/json/strict_json.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

using Json = nlohmann::json;

const Json nothing;

std::string kindOf(const Json& json)
{
    switch (json.type()) {
    case Json::value_t::object: return "an object";
    case Json::value_t::array: return "a list";
    case Json::value_t::string: return "a text";
    case Json::value_t::boolean: return "true or false";
    case Json::value_t::number_float: return "a number with a fraction";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return "a whole number";
    default: return "null";
    }
}

template <typename Number>
std::string rangeText(Number least, Number greatest)
{
    const auto text = [](Number number) {
        if constexpr (std::is_floating_point_v<Number>)
            return numbers::readable(number);
        else
            return std::to_string(number);
    };
    return "give a value from " + text(least) + " to " + text(greatest);
}

} // namespace

void JsonReading::report(const std::string& pointer, std::string what, std::string mend)
{
    if (!m_error)
        m_error = Error{pointer.empty() ? m_file : m_file + ", " + pointer, std::move(what), std::move(mend)};
}

void JsonValue::report(std::string what, std::string mend) const
{
    m_reading->report(m_pointer, std::move(what), std::move(mend));
}

void JsonValue::reportKind(const std::string& wanted) const
{
    report("is " + kindOf(*m_json), "give " + wanted);
}

std::string JsonValue::text() const
{
    if (m_json->is_string())
        return m_json->get<std::string>();
    reportKind("a text");
    return {};
}

bool JsonValue::boolean() const
{
    if (m_json->is_boolean())
        return m_json->get<bool>();
    reportKind("true or false");
    return false;
}

std::int64_t JsonValue::integer(std::int64_t least, std::int64_t greatest) const
{
    if (!m_json->is_number_integer()) {
        reportKind("a whole number");
        return least;
    }
    const bool fits =
        !m_json->is_number_unsigned() ||
        m_json->get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (fits && m_json->get<std::int64_t>() >= least && m_json->get<std::int64_t>() <= greatest)
        return m_json->get<std::int64_t>();
    report("is " + m_json->dump(), rangeText(least, greatest));
    return least;
}

double JsonValue::real(double least, double greatest) const
{
    if (!m_json->is_number()) {
        reportKind("a number");
        return least;
    }
    const double number = m_json->get<double>();
    if (number >= least && number <= greatest)
        return number;
    report("is " + m_json->dump(), rangeText(least, greatest));
    return least;
}

std::vector<JsonValue> JsonValue::elements() const
{
    std::vector<JsonValue> values;
    if (!m_json->is_array()) {
        reportKind("a list");
        return values;
    }
    for (const Json& element : *m_json)
        values.emplace_back(element, m_pointer + "/" + std::to_string(values.size()), *m_reading);
    return values;
}

void JsonValue::expectKeys(std::span<const std::string_view> keys) const
{
    for (const auto& [key, value] : members()) {
        if (std::ranges::find(keys, key) != keys.end())
            continue;
        std::string known;
        for (const std::string_view name : keys)
            known += (known.empty() ? "" : ", ") + std::string(name);
        value.report("is a key that this version does not know",
                     "remove it, or mend its spelling (known are " + known + ")");
    }
}

JsonValue JsonValue::operator[](const std::string& key) const
{
    if (auto found = find(key))
        return *found;
    if (m_json->is_object())
        report("has no \"" + key + "\"", "add it");
    else
        reportKind("an object");
    return {nothing, m_pointer + "/" + pointerToken(key), *m_reading};
}

std::optional<JsonValue> JsonValue::find(const std::string& key) const
{
    if (!m_json->is_object())
        return std::nullopt;
    const auto found = m_json->find(key);
    if (found == m_json->end())
        return std::nullopt;
    return JsonValue(*found, m_pointer + "/" + pointerToken(key), *m_reading);
}

std::vector<std::pair<std::string, JsonValue>> JsonValue::members() const
{
    std::vector<std::pair<std::string, JsonValue>> values;
    if (!m_json->is_object()) {
        reportKind("an object");
        return values;
    }
    for (const auto& [key, value] : m_json->items())
        values.emplace_back(key, JsonValue(value, m_pointer + "/" + pointerToken(key), *m_reading));
    return values;
}

} // namespace ligature
