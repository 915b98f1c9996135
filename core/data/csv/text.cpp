// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/text.h"

#include <algorithm>
#include <array>

namespace ligature {

std::string csvPlace(const std::string& where, std::size_t line, std::size_t column, std::string_view name)
{
    std::string place = where + ", line " + std::to_string(line) + ", column " + std::to_string(column);
    if (!name.empty() && name != "column " + std::to_string(column))
        place += " (" + quotedCell(name) + ")";
    return place;
}

std::string quotedCell(std::string_view cell)
{
    constexpr std::size_t most = 40;
    std::size_t length = std::min(most, cell.size());
    while (length < cell.size() && (static_cast<unsigned char>(cell[length]) & 0xc0) == 0x80)
        --length;
    std::string text(1, '"');
    text.append(cell.substr(0, length));
    text.append(length < cell.size() ? "…\"" : "\"");
    return text;
}

std::string_view withoutSpaces(std::string_view text)
{
    // No-break, figure, thin, hair, narrow no-break and ideographic space; zero width space; byte order mark.
    static constexpr std::array<std::string_view, 8> wide{"\xc2\xa0",     "\xe2\x80\x87", "\xe2\x80\x89",
                                                          "\xe2\x80\x8a", "\xe2\x80\xaf", "\xe3\x80\x80",
                                                          "\xe2\x80\x8b", "\xef\xbb\xbf"};
    const auto isNarrow = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    bool found = true;
    while (found && !text.empty()) {
        found = false;
        while (!text.empty() && isNarrow(text.front()))
            text.remove_prefix(1);
        while (!text.empty() && isNarrow(text.back()))
            text.remove_suffix(1);
        for (const std::string_view space : wide) {
            if (text.starts_with(space)) {
                text.remove_prefix(space.size());
                found = true;
            }
            if (text.ends_with(space)) {
                text.remove_suffix(space.size());
                found = true;
            }
        }
    }
    return text;
}

} // namespace ligature
