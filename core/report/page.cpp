// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/page.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "resources/embedded.h"

LIGATURE_EMBEDDED(page_style)
LIGATURE_EMBEDDED(page_script)

namespace ligature {

std::string filledPage(std::string_view page, std::initializer_list<PagePart> parts)
{
    std::vector<PagePart> all(parts);
    all.emplace_back("page style", embedded_page_style());
    all.emplace_back("page script", embedded_page_script());
    std::string filled;
    while (!page.empty()) {
        const std::size_t begin = std::min(page.find("{{"), page.size());
        const std::size_t end = page.find("}}", begin);
        filled += page.substr(0, begin);
        if (end == std::string_view::npos)
            return filled.append(page.substr(begin));
        const auto part = std::ranges::find(all, page.substr(begin + 2, end - begin - 2), &PagePart::first);
        filled += part == all.end() ? page.substr(begin, end + 2 - begin) : part->second;
        page.remove_prefix(end + 2);
    }
    return filled;
}

std::string pageData(const nlohmann::ordered_json& data)
{
    std::string text = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at))
        text.replace(at, 1, "\\u003c");
    return text;
}

} // namespace ligature
