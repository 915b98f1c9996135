// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/data/csv/number.h"

namespace ligature {

namespace {

/// Eight plain characters at once: no control character, nothing above ASCII.
bool isPlain(const char* eight)
{
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    constexpr std::uint64_t spaces = 0x2020202020202020;
    std::uint64_t word = 0;
    std::memcpy(&word, eight, sizeof word);
    // Subtracting a space from each byte borrows into its high bit exactly where a byte is below it (for the lowest
    // such byte; which one does not matter here).
    return ((word | (word - spaces)) & high_bits) == 0;
}

bool isAllowedControl(unsigned char c)
{
    return c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// The length of the valid UTF-8 sequence (RFC 3629) at the front, 0 where there is none.
std::size_t sequenceLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80)
            return 0;
    }
    // Overlong forms, surrogates, and what lies above the last code point.
    const unsigned char second = byte(1);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
        (lead == 0xf4 && second > 0x8f))
        return 0;
    return length;
}

tl::unexpected<Error> notText(std::string_view text, std::size_t offset, const std::string& where,
                              const std::string& what, const std::string& mend)
{
    const std::string_view before = text.substr(0, offset);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t newline = before.rfind('\n');
    const std::size_t byte = newline == std::string_view::npos ? offset + 1 : offset - newline;
    return fail(where + ", line " + std::to_string(line) + ", byte " + std::to_string(byte), what, mend);
}

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
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
        return fail(where, "the text is UTF-16", "save it as UTF-8");
    if (bytes.starts_with("\xef\xbb\xbf"))
        bytes.remove_prefix(3);
    std::size_t i = 0;
    while (i < bytes.size()) {
        if (i + 8 <= bytes.size() && isPlain(bytes.data() + i)) {
            i += 8;
            continue;
        }
        const auto c = static_cast<unsigned char>(bytes[i]);
        if (c < 0x20 && !isAllowedControl(c))
            return notText(bytes, i, where, "this is not text: it holds a byte of value " + std::to_string(c),
                           "choose a CSV file");
        const std::size_t length = sequenceLength(bytes.substr(i, 4));
        if (length == 0)
            return notText(bytes, i, where, "the text is not valid UTF-8", "save it as UTF-8");
        i += length;
    }
    return bytes;
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
