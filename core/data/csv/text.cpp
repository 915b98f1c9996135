// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/text.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/data/csv/number.h"
#include "core/text/utf8.h"

namespace ligature {

namespace {

std::vector<std::string_view> firstLines(std::string_view text, std::size_t most)
{
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= text.size() && lines.size() < most; ++i) {
        if (i < text.size() && text[i] == '"')
            quoted = !quoted;
        const bool ends = i == text.size() || (!quoted && (text[i] == '\n' || text[i] == '\r'));
        if (!ends)
            continue;
        if (text.substr(begin, i - begin).find_first_not_of(" \t") != std::string_view::npos)
            lines.push_back(text.substr(begin, i - begin));
        begin = i + 1;
    }
    return lines;
}

std::size_t countOutsideQuotes(std::string_view line, char wanted)
{
    std::size_t count = 0;
    bool quoted = false;
    for (const char c : line) {
        quoted = quoted != (c == '"');
        count += !quoted && c == wanted ? 1 : 0;
    }
    return count;
}

std::vector<std::string_view> words(std::string_view line)
{
    std::vector<std::string_view> all;
    while (true) {
        const std::size_t begin = line.find_first_not_of(" \t");
        if (begin == std::string_view::npos)
            return all;
        line.remove_prefix(begin);
        const std::size_t length = std::min(line.find_first_of(" \t"), line.size());
        all.push_back(line.substr(0, length));
        line.remove_prefix(length);
    }
}

bool looksSpaceSeparated(const std::vector<std::string_view>& lines)
{
    const auto last = words(lines.back());
    if (last.size() < 2)
        return false;
    const bool regular =
        std::all_of(lines.begin(), lines.end(), [&](auto line) { return words(line).size() == last.size(); });
    return regular &&
           std::any_of(last.begin(), last.end(), [](auto word) { return readNumber(word).kind != NumberKind::Text; });
}

} // namespace

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

Result<std::string_view> checkedCsvText(std::string_view bytes, const std::string& where)
{
    return checkedUtf8(bytes, where, "choose a CSV file");
}

char detectDelimiter(std::string_view text)
{
    constexpr std::size_t sampled_lines = 10;
    constexpr std::size_t sampled_bytes = 1U << 16;
    const bool cut = text.size() > sampled_bytes;
    auto lines = firstLines(text.substr(0, sampled_bytes), sampled_lines);
    if (cut && lines.size() > 1 && lines.size() < sampled_lines)
        lines.pop_back(); // it may be half a line
    if (lines.empty())
        return ',';
    char most_frequent = ',';
    std::size_t most = 0;
    for (const char delimiter : {'\t', ';', ','}) {
        const std::size_t count = countOutsideQuotes(lines.front(), delimiter);
        const bool regular = std::all_of(lines.begin(), lines.end(),
                                         [&](auto line) { return countOutsideQuotes(line, delimiter) == count; });
        if (count > 0 && regular)
            return delimiter;
        if (count > most) {
            most = count;
            most_frequent = delimiter;
        }
    }
    if (most == 0 && looksSpaceSeparated(lines))
        return ' ';
    return most_frequent;
}

} // namespace ligature
