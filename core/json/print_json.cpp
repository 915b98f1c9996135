// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/print_json.h"

namespace ligature {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t lineWidth = 100;

std::string dumped(const OrderedJson& json)
{
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

/// The elements in their brackets, with that text before, between and after them.
template <typename Print>
std::string bracketed(const OrderedJson& json, const std::string& before, const std::string& between,
                      const std::string& after, Print print)
{
    const bool is_object = json.is_object();
    std::string text = (is_object ? "{" : "[") + before;
    bool first = true;
    for (const auto& item : json.items()) {
        const std::string key = is_object ? dumped(OrderedJson(item.key())) + ": " : std::string();
        if (!first)
            text.append(",").append(between);
        text.append(key).append(print(item.value(), key.size()));
        first = false;
    }
    return text + after + (is_object ? "}" : "]");
}

std::string onOneLine(const OrderedJson& json)
{
    if (!json.is_structured() || json.empty())
        return dumped(json);
    return bracketed(json, "", " ", "", [](const OrderedJson& value, std::size_t) { return onOneLine(value); });
}

std::string onLines(const OrderedJson& json, const std::string& indent)
{
    const std::string inner = indent + "  ";
    return bracketed(json, "\n" + inner, "\n" + inner, "\n" + indent,
                     [&](const OrderedJson& value, std::size_t key_width) {
                         const std::string line = onOneLine(value);
                         const bool fits = inner.size() + key_width + line.size() < lineWidth;
                         return fits || !value.is_structured() ? line : onLines(value, inner);
                     });
}

} // namespace

std::string printJson(const OrderedJson& json)
{
    return onLines(json, {}) + "\n";
}

} // namespace ligature
