// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/strict_json.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

namespace ligature {

namespace {

using Json = nlohmann::json;

std::string lineAndColumn(std::string_view text, std::size_t byte)
{
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const std::size_t last_line = before.rfind('\n');
    return "line " + std::to_string(1 + std::count(before.begin(), before.end(), '\n')) + ", column " +
           std::to_string(last_line == std::string_view::npos ? before.size() : before.size() - last_line - 1);
}

/// What the parser says, without its numbering, its own account of the place and the text that it read last, which may
/// be as long as the file.
std::string plainMessage(const std::string& message)
{
    const std::size_t start = message.find("syntax error");
    std::string plain = start == std::string::npos ? message : message.substr(start);
    const std::size_t last_read = plain.find("; last read");
    if (last_read == std::string::npos)
        return plain;
    const std::size_t expected = plain.rfind("; expected ");
    const bool after = expected != std::string::npos && expected > last_read;
    return plain.substr(0, last_read) + (after ? plain.substr(expected) : std::string());
}

/// Goes through a text without keeping it, up to the first thing that is wrong. The parser's own callback while it
/// builds a document would do, but it takes quadratic time for a long list of objects.
class Checker final : public nlohmann::json_sax<Json> {
public:
    Checker(std::string_view text, const std::string& where) : m_text(text), m_where(where) {}

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    bool null() override { return element(); }
    bool boolean(bool) override { return element(); }
    bool number_integer(number_integer_t) override { return element(); }
    bool number_unsigned(number_unsigned_t) override { return element(); }
    bool number_float(number_float_t, const string_t&) override { return element(); }
    bool string(string_t&) override { return element(); }
    bool binary(binary_t&) override { return element(); }
    bool start_object(std::size_t) override { return open(true); }
    bool start_array(std::size_t) override { return open(false); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& key) override
    {
        Level& level = m_levels.back();
        level.key = key;
        if (level.keys.insert(key).second)
            return true;
        return refuse(m_where + ", " + pointer(), "is a key that comes twice", "remove one of the two");
    }

    bool parse_error(std::size_t position, const std::string&, const Json::exception& error) override
    {
        constexpr int number_overflow = 406; // the library's numbering
        const std::string place = m_where + ", " + lineAndColumn(m_text, position);
        if (m_text.find_first_not_of(" \t\r\n") == std::string_view::npos)
            return refuse(m_where, "is empty", "restore it from a copy");
        if (error.id == number_overflow)
            return refuse(place, "ends a number that is too large for a double", "mend the number");
        return refuse(place, plainMessage(error.what()),
                      "the file is damaged or not JSON: restore it from a copy, or mend it there");
    }

private:
    /// An object or a list that is open.
    struct Level {
        bool is_object = false;
        std::set<std::string> keys = {};
        std::string key = {};
        std::size_t index = 0; // of the element that comes next in a list
    };

    bool element()
    {
        if (!m_levels.empty())
            ++m_levels.back().index;
        return true;
    }
    bool open(bool is_object)
    {
        if (m_levels.size() == jsonNestingLimit)
            return refuse(m_where, "is nested deeper than " + std::to_string(jsonNestingLimit) + " levels",
                          "check that it is the right file");
        m_levels.push_back({is_object});
        return true;
    }
    bool close()
    {
        m_levels.pop_back();
        return element();
    }
    bool refuse(std::string where, std::string what, std::string mend)
    {
        m_error = Error{std::move(where), std::move(what), std::move(mend)};
        return false;
    }
    [[nodiscard]] std::string pointer() const
    {
        std::string text;
        for (const Level& level : m_levels)
            text.append(1, '/').append(level.is_object ? pointerToken(level.key) : std::to_string(level.index));
        return text;
    }

    std::string_view m_text;
    const std::string& m_where;
    std::vector<Level> m_levels; // outermost first
    std::optional<Error> m_error;
};

} // namespace

Result<nlohmann::json> parseStrictJson(std::string_view text, const std::string& where)
{
    Checker checker(text, where);
    if (!Json::sax_parse(text, &checker))
        return tl::unexpected(*checker.error());
    return Json::parse(text);
}

std::string pointerToken(std::string_view key)
{
    std::string token;
    for (const char c : key) {
        if (c == '~')
            token += "~0";
        else if (c == '/')
            token += "~1";
        else
            token += c;
    }
    return token;
}

} // namespace ligature
