// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/dialect.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/data/csv/number.h"
#include "core/data/csv/text.h"

namespace ligature {

namespace {

constexpr std::size_t sampledLines = 40;
constexpr std::size_t sampledBytes = 1U << 16;

/// A line that is not blank.
struct Line {
    std::string_view text;
    std::size_t number = 0; ///< from 1
    bool is_comment = false;
};

std::vector<Line> firstLines(std::string_view text)
{
    const bool cut = text.size() > sampledBytes;
    text = text.substr(0, sampledBytes);
    std::vector<Line> lines;
    std::size_t begin = 0;
    std::size_t number = 1;
    bool quoted = false;
    std::size_t inside = 0; // lines within a quoted cell
    for (std::size_t i = 0; i <= text.size() && lines.size() < sampledLines; ++i) {
        if (i < text.size() && text[i] == '"')
            quoted = !quoted;
        const bool at_end = i == text.size() || text[i] == '\n' || text[i] == '\r';
        if (!at_end)
            continue;
        const bool is_crlf = i + 1 < text.size() && text[i] == '\r' && text[i + 1] == '\n';
        if (quoted && i < text.size()) {
            inside += is_crlf ? 0 : 1;
            continue;
        }
        const std::string_view line = text.substr(begin, i - begin);
        if (line.find_first_not_of(" \t") != std::string_view::npos)
            lines.push_back({line, number});
        number += inside + 1;
        inside = 0;
        i += is_crlf ? 1 : 0;
        begin = i + 1;
    }
    if (cut && lines.size() > 1 && lines.size() < sampledLines)
        lines.pop_back(); // it may be half a line
    return lines;
}

std::size_t countOutsideQuotes(std::string_view line, std::string_view wanted)
{
    std::size_t count = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        quoted = quoted != (line[i] == '"');
        if (!quoted && line.substr(i).starts_with(wanted)) {
            ++count;
            i += wanted.size() - 1;
        }
    }
    return count;
}

std::vector<std::string_view> words(std::string_view line, std::string_view separators)
{
    std::vector<std::string_view> all;
    while (true) {
        const std::size_t begin = line.find_first_not_of(separators);
        if (begin == std::string_view::npos)
            return all;
        line.remove_prefix(begin);
        const std::size_t length = std::min(line.find_first_of(separators), line.size());
        all.push_back(line.substr(0, length));
        line.remove_prefix(length);
    }
}

bool isNumber(std::string_view word)
{
    return readNumber(withoutSpaces(word), {.has_pointless_fortran = true}).kind != NumberKind::Text;
}

/// Equally many words in each, and a number among the last line's.
bool looksSeparatedBy(const std::vector<Line>& lines, std::string_view separators)
{
    const auto last = words(lines.back().text, separators);
    if (last.size() < 2)
        return false;
    const bool regular = std::ranges::all_of(
        lines, [&](const Line& line) { return words(line.text, separators).size() == last.size(); });
    return regular && std::ranges::any_of(last, isNumber);
}

/// "12:30", alone or in a date.
bool holdsTime(std::string_view line)
{
    const auto digit = [&](std::size_t i) { return i < line.size() && line[i] >= '0' && line[i] <= '9'; };
    for (std::size_t colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
        const bool goes_on = digit(colon + 3) || (colon + 3 < line.size() && line[colon + 3] == '.');
        if (colon > 0 && digit(colon - 1) && digit(colon + 1) && digit(colon + 2) && !goes_on)
            return true;
    }
    return false;
}

/// Whether the lines before the table may hold its delimiter.
enum class Preamble {
    Without, ///< none does
    With,    ///< "Exported by, someone" does, and none of the cells is a number
};

/// After how many lines of a preamble each has the delimiter equally often; nothing where it is not so.
std::optional<std::size_t> preambleBefore(const std::vector<Line>& lines, std::string_view delimiter, Preamble preamble)
{
    constexpr std::size_t fewest_rows = 3; // of names and numbers, after lines that might be rows themselves
    const std::size_t count = countOutsideQuotes(lines.back().text, delimiter);
    if (count == 0)
        return std::nullopt;
    std::size_t begin = lines.size();
    while (begin > 0 && countOutsideQuotes(lines[begin - 1].text, delimiter) == count)
        --begin;
    for (std::size_t i = 0; i < begin; ++i) {
        const bool has_it = countOutsideQuotes(lines[i].text, delimiter) > 0;
        if (has_it && (preamble == Preamble::Without || lines.size() - begin < fewest_rows))
            return std::nullopt;
        if (preamble == Preamble::With && std::ranges::any_of(words(lines[i].text, delimiter), isNumber))
            return std::nullopt;
    }
    // What follows has to look like a table: names, and numbers below them.
    if (begin > 0 && (lines.size() - begin < 2 || std::ranges::any_of(words(lines[begin].text, delimiter), isNumber) ||
                      std::ranges::none_of(words(lines.back().text, delimiter), isNumber)))
        return std::nullopt;
    return begin;
}

/// "1,5 2,5": the commas are in numbers between spaces. "1, 2" has them after.
bool looksLikeDecimalCommas(const std::vector<Line>& lines)
{
    const auto isDecimal = [](std::string_view word) {
        return !word.ends_with(',') && readNumber(word, {.decimal = ','}).kind == NumberKind::Finite;
    };
    return looksSeparatedBy(lines, " \t") && std::ranges::all_of(words(lines.back().text, " \t"), isDecimal);
}

std::string detectDelimiter(const std::vector<Line>& lines)
{
    constexpr std::array<std::string_view, 4> candidates{"\t", ";", ",", "|"};
    std::string_view found;
    std::size_t least = lines.size();
    std::string_view most_frequent = ",";
    std::size_t most = 0;
    for (const std::string_view delimiter : candidates) {
        const auto preamble = preambleBefore(lines, delimiter, Preamble::Without);
        if (preamble && *preamble < least) {
            found = delimiter;
            least = *preamble;
        }
        const std::size_t count = countOutsideQuotes(lines.front().text, delimiter);
        if (count > most) {
            most = count;
            most_frequent = delimiter;
        }
    }
    if (least == 0 && found == "," && looksLikeDecimalCommas(lines))
        return " ";
    if (least == 0)
        return std::string(found);
    if (most == 0 && looksSeparatedBy(lines, " \t"))
        return " ";
    if (most == 0 && looksSeparatedBy(lines, ":") &&
        std::ranges::none_of(lines, [](const Line& line) { return holdsTime(line.text); }))
        return ":";
    for (const std::string_view delimiter : candidates) {
        if (const auto preamble = preambleBefore(lines, delimiter, Preamble::With);
            found.empty() && preamble && *preamble < least) {
            most_frequent = delimiter;
            least = *preamble;
        }
    }
    return std::string(found.empty() ? most_frequent : found);
}

Result<std::string> chosenDelimiter(const CsvDialectChoices& choices, const std::string& where)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> named{
        {{"comma", ","}, {"semicolon", ";"}, {"tab", "\t"}, {"space", " "}, {"bar", "|"}, {"colon", ":"}}};
    for (const auto& [name, delimiter] : named) {
        if (choices.delimiter == name)
            return std::string(delimiter);
    }
    const std::string& other = choices.other_delimiter == "\\t" ? std::string("\t") : choices.other_delimiter;
    constexpr std::size_t longest = 8;
    if (other.empty())
        return fail(where, "no other delimiter is given", "write it under \"other_delimiter\"");
    if (other.size() > longest || other.find_first_of("\"\r\n") != std::string::npos)
        return fail(where, quotedCell(other) + " cannot separate cells",
                    "choose a character that is no quotation mark and no line's end");
    return other;
}

std::string commentSign(const std::string& choice)
{
    if (choice == "percent")
        return "%";
    if (choice == "slashes")
        return "//";
    if (choice == "semicolon")
        return ";";
    return choice == "none" ? "" : "#";
}

/// The delimiter that a line "sep=;" names, as Excel reads and writes it.
std::optional<std::string> separatorLine(std::string_view line)
{
    if (line.size() > 1 && line.front() == '"' && line.back() == '"')
        line = line.substr(1, line.size() - 2);
    constexpr std::string_view key = "sep=";
    if (line.size() != key.size() + 1)
        return std::nullopt;
    for (std::size_t i = 0; i < key.size(); ++i) {
        if ((static_cast<unsigned char>(line[i]) | (i < 3 ? 0x20U : 0U)) != static_cast<unsigned char>(key[i]))
            return std::nullopt;
    }
    return line.back() == '"' ? std::nullopt : std::optional(std::string(1, line.back()));
}

std::string_view withoutLines(std::string_view text, std::size_t count)
{
    for (std::size_t i = 0; i < count && !text.empty(); ++i) {
        const std::size_t end = text.find_first_of("\r\n");
        if (end == std::string_view::npos)
            return {};
        const bool is_crlf = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
        text.remove_prefix(end + (is_crlf ? 2 : 1));
    }
    return text;
}

/// Where the last comment before the table has as many names as the table has cells, it names them.
void takeCommentedHeader(const std::vector<Line>& all, const std::vector<Line>& table, CsvDialect& dialect)
{
    const auto first = std::ranges::find(all, table.front().number, &Line::number);
    if (first == all.begin() || !(first - 1)->is_comment)
        return;
    const std::string_view names = (first - 1)->text.substr(dialect.comment.size());
    const std::size_t cells = cellsIn(table.front().text, dialect.delimiter);
    if (cells < 2 || cellsIn(names, dialect.delimiter) != cells)
        return;
    const auto cellsOf = [&](std::string_view line) {
        return words(line, dialect.delimiter == " " ? " \t" : dialect.delimiter);
    };
    const bool has_numbers_below = std::ranges::any_of(cellsOf(table.front().text), isNumber);
    if (!names.starts_with(' ') || (std::ranges::none_of(cellsOf(names), isNumber) && has_numbers_below))
        dialect.commented_header = (first - 1)->number;
}

} // namespace

std::size_t cellsIn(std::string_view line, std::string_view delimiter)
{
    return delimiter == " " ? words(line, " \t").size() : countOutsideQuotes(line, delimiter) + 1;
}

bool looksLikeComment(std::string_view line, std::string_view sign)
{
    const std::string_view after = line.substr(std::min(line.size(), sign.size()));
    const std::size_t end = std::min(after.find_first_of("\r\n"), after.size());
    return end == 0 || after.starts_with(sign) ||
           after.substr(0, end).find_first_of(",;\t|: ") != std::string_view::npos;
}

std::string delimiterName(std::string_view delimiter)
{
    if (delimiter == ",")
        return "a comma";
    if (delimiter == ";")
        return "a semicolon";
    if (delimiter == "\t")
        return "a tab";
    if (delimiter == " ")
        return "a space";
    return quotedCell(delimiter);
}

Result<CsvDialect> detectDialect(std::string_view text, const CsvDialectChoices& choices, const std::string& where)
{
    CsvDialect dialect;
    dialect.lines_before = choices.skip_lines;
    dialect.comment = commentSign(choices.comments);
    dialect.comment_yields = choices.comments == "auto";
    std::optional<std::string> delimiter;
    if (choices.delimiter != "auto") {
        const auto chosen = chosenDelimiter(choices, where);
        if (!chosen)
            return tl::unexpected(chosen.error());
        delimiter = *chosen;
    }
    const std::string_view left = withoutLines(text, choices.skip_lines);
    std::vector<Line> all = firstLines(left);
    for (Line& line : all)
        line.number += choices.skip_lines;
    if (!all.empty()) {
        if (const auto separator = separatorLine(all.front().text)) {
            dialect.lines_before = all.front().number;
            delimiter = delimiter ? delimiter : separator;
            all.erase(all.begin());
        }
    }
    for (Line& line : all) {
        line.is_comment = !dialect.comment.empty() && line.text.starts_with(dialect.comment) &&
                          (!dialect.comment_yields || looksLikeComment(line.text, dialect.comment));
    }
    std::vector<Line> table = all;
    std::erase_if(table, [](const Line& line) { return line.is_comment; });
    if (table.empty() && dialect.comment_yields) {
        dialect.comment.clear();
        table = all;
    }
    if (table.empty()) {
        dialect.delimiter = delimiter.value_or(",");
        return dialect;
    }
    dialect.delimiter = delimiter ? *delimiter : detectDelimiter(table);
    if (dialect.delimiter != " ") {
        auto preamble = preambleBefore(table, dialect.delimiter, Preamble::Without);
        if (!preamble)
            preamble = preambleBefore(table, dialect.delimiter, Preamble::With);
        if (preamble && *preamble > 0) {
            dialect.lines_before = std::max(dialect.lines_before, table[*preamble].number - 1);
            table.erase(table.begin(), table.begin() + static_cast<std::ptrdiff_t>(*preamble));
        }
    }
    if (dialect.comment_yields && !dialect.comment.empty()) {
        takeCommentedHeader(all, table, dialect);
        if (dialect.commented_header > 0)
            dialect.lines_before = std::min(dialect.lines_before, dialect.commented_header - 1);
    }
    return dialect;
}

} // namespace ligature
