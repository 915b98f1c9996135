// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/print_json.h"

#include <algorithm>

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void print(const Json& json, const std::string& indent, std::string& text)
{
    const bool is_object = json.is_object();
    const bool numbers = json.is_array() && std::ranges::all_of(json, [](const Json& e) { return e.is_number(); });
    if (!json.is_structured() || json.empty()) {
        text += dumped(json);
        return;
    }
    const std::string inner = indent + "  ";
    text += is_object ? '{' : '[';
    bool first = true;
    for (const auto& item : json.items()) {
        if (numbers)
            text += first ? "" : ", ";
        else
            text += (first ? "\n" : ",\n") + inner;
        if (is_object)
            text += dumped(Json(item.key())) + ": ";
        print(item.value(), inner, text);
        first = false;
    }
    if (!numbers)
        text += "\n" + indent;
    text += is_object ? '}' : ']';
}

} // namespace

std::string printJson(const Json& json)
{
    std::string text;
    print(json, {}, text);
    return text + "\n";
}

} // namespace ligature
