// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/strict_json.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

namespace ligature {

namespace {

using Json = nlohmann::json;

/// Watches the parser: the first key that comes twice, and whether the nesting goes too deep.
class Watch {
public:
    bool see(int depth, Json::parse_event_t event, const Json& parsed)
    {
        if (m_too_deep)
            return false; // not kept, so that a hostile file costs no memory
        switch (event) {
        case Json::parse_event_t::object_start: m_keys.emplace_back(); [[fallthrough]];
        case Json::parse_event_t::array_start: m_too_deep = depth >= jsonNestingLimit; break;
        case Json::parse_event_t::object_end: m_keys.pop_back(); break;
        case Json::parse_event_t::key: {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!m_keys.back().insert(key).second && !m_duplicate)
                m_duplicate = key;
            break;
        }
        default: break;
        }
        return !m_too_deep;
    }

    [[nodiscard]] bool tooDeep() const { return m_too_deep; }
    [[nodiscard]] const std::optional<std::string>& duplicate() const { return m_duplicate; }

private:
    std::vector<std::set<std::string>> m_keys; // of the objects that are open, outermost first
    std::optional<std::string> m_duplicate;
    bool m_too_deep = false;
};

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
    const std::string plain = start == std::string::npos ? message : message.substr(start);
    const std::size_t last_read = plain.find("; last read");
    if (last_read == std::string::npos)
        return plain;
    const std::size_t expected = plain.rfind("; expected ");
    const bool after = expected != std::string::npos && expected > last_read;
    return plain.substr(0, last_read) + (after ? plain.substr(expected) : std::string());
}

} // namespace

Result<nlohmann::json> parseStrictJson(std::string_view text, const std::string& where)
{
    Watch watch;
    Json parsed;
    try {
        parsed = Json::parse(text, [&](int depth, Json::parse_event_t event, const Json& value) {
            return watch.see(depth, event, value);
        });
    } catch (const Json::parse_error& error) {
        if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
            return fail(where, "is empty", "restore it from a copy");
        return fail(where + ", " + lineAndColumn(text, error.byte), plainMessage(error.what()),
                    "the file is damaged or not JSON: restore it from a copy, or mend it there");
    } catch (const Json::out_of_range&) {
        return fail(where, "has a number that is too large for a double", "mend the number");
    }
    if (watch.tooDeep())
        return fail(where, "is nested deeper than " + std::to_string(jsonNestingLimit) + " levels",
                    "check that it is the right file");
    if (watch.duplicate())
        return fail(where, "has the key \"" + *watch.duplicate() + "\" twice in one object", "remove one of the two");
    return parsed;
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
