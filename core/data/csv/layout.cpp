// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/layout.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "core/data/csv/number.h"
#include "core/data/csv/text.h"
#include "core/memory/memory_limit.h"

namespace ligature {

namespace {

/// How many cells of a column below the first row are meant as numbers, and how many are filled.
struct Count {
    std::size_t numbers = 0;
    std::size_t filled = 0;
    void add(NumberKind kind, bool empty)
    {
        if (empty || kind == NumberKind::NotANumber)
            return;
        ++filled;
        numbers += kind == NumberKind::Text ? 0 : 1;
    }
    [[nodiscard]] bool isNumeric() const { return numbers > 0 && 2 * numbers >= filled; }
};

struct Scan {
    std::vector<float> numbers;
    std::vector<Count> first_row;
    std::vector<Count> below;
};

Scan scan(const CsvTable& table)
{
    const std::size_t columns = table.columnCount();
    Scan result{std::vector<float>(table.rowCount() * columns), std::vector<Count>(columns),
                std::vector<Count>(columns)};
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        std::vector<Count>& counts = row == 0 ? result.first_row : result.below;
        for (std::size_t column = 0; column < columns; ++column) {
            const std::string_view cell = table.cell(row, column);
            const CsvNumber number = readNumber(cell);
            counts[column].add(number.kind, cell.empty());
            result.numbers[row * columns + column] = number.kind == NumberKind::Finite
                                                         ? static_cast<float>(number.value)
                                                         : std::numeric_limits<float>::quiet_NaN();
        }
    }
    return result;
}

bool firstRowIsUnlikeTheRest(const CsvTable& table)
{
    std::unordered_set<std::string_view> names;
    for (std::size_t column = 0; column < table.columnCount(); ++column) {
        const std::string_view name = table.cell(0, column);
        if (!names.insert(name).second)
            return false;
        for (std::size_t row = 1; row < table.rowCount(); ++row) {
            if (table.cell(row, column) == name)
                return false;
        }
    }
    return true;
}

bool detectHeader(const CsvTable& table, const Scan& scanned)
{
    for (std::size_t column = 0; column < table.columnCount(); ++column) {
        if (readNumber(table.cell(0, column)).kind != NumberKind::Text)
            return false; // "nan" too
    }
    const auto& below = scanned.below;
    return std::any_of(below.begin(), below.end(), [](const Count& count) { return count.isNumeric(); }) ||
           firstRowIsUnlikeTheRest(table);
}

Result<std::vector<std::string>> columnNames(const CsvTable& table, bool has_header, const std::string& where)
{
    std::vector<std::string> names;
    std::unordered_map<std::string, std::size_t> columns;
    for (std::size_t column = 0; column < table.columnCount(); ++column) {
        std::string name = has_header ? std::string(table.cell(0, column)) : std::string();
        if (name.empty())
            name = "column " + std::to_string(column + 1);
        const auto [earlier, is_new] = columns.emplace(name, column);
        if (!is_new)
            return fail(csvPlace(where, table.line(0), column + 1, name),
                        "column " + std::to_string(earlier->second + 1) + " has the same name", "rename one of them");
        names.push_back(std::move(name));
    }
    return names;
}

std::string someNames(const CsvLayout& layout)
{
    constexpr std::size_t most = 8;
    std::string text;
    for (std::size_t column = 0; column < std::min(most, layout.names.size()); ++column)
        text += (column == 0 ? "" : ", ") + quotedCell(layout.names[column]);
    return layout.names.size() > most ? text + ", …" : text;
}

} // namespace

Result<CsvLayout> layOutCsv(const CsvTable& table, std::string_view header, const std::string& where)
{
    if (table.rowCount() == 0)
        return fail(where, "the file is empty", "choose a file with one sample a line");
    if (const auto room = checkMemory(table.rowCount() * table.columnCount() * sizeof(float), where); !room)
        return tl::unexpected(room.error());
    Scan scanned = scan(table);
    const bool has_header = header == "yes" || (header == "auto" && detectHeader(table, scanned));
    auto names = columnNames(table, has_header, where);
    if (!names)
        return tl::unexpected(names.error());
    if (has_header && table.rowCount() == 1)
        return fail(where + ", line " + std::to_string(table.line(0)), "there is a header, but no samples follow it",
                    "choose a file with one sample a line, or set the header to \"no\"");

    CsvLayout layout;
    layout.names = std::move(*names);
    layout.first_row = has_header ? 1 : 0;
    for (std::size_t column = 0; column < table.columnCount(); ++column) {
        Count count = scanned.below[column];
        if (!has_header) {
            count.numbers += scanned.first_row[column].numbers;
            count.filled += scanned.first_row[column].filled;
        }
        layout.is_numeric.push_back(count.isNumeric());
    }
    layout.numbers = std::move(scanned.numbers);
    return layout;
}

Result<std::vector<std::size_t>> findColumns(const CsvLayout& layout, std::string_view list, const std::string& purpose,
                                             const std::string& where)
{
    const auto listed = parseCsv(list, ',', CsvExtent::Whole, where + ", the list of " + purpose + " columns");
    if (!listed)
        return tl::unexpected(listed.error());
    std::vector<std::size_t> columns;
    for (std::size_t row = 0; row < listed->rowCount(); ++row) {
        for (std::size_t i = 0; i < listed->columnCount(); ++i) {
            const std::string_view wanted = listed->cell(row, i);
            const auto named = std::find(layout.names.begin(), layout.names.end(), wanted);
            std::size_t column = static_cast<std::size_t>(named - layout.names.begin()) + 1;
            if (named == layout.names.end()) {
                const auto [stop, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), column);
                if (error != std::errc{} || stop != wanted.data() + wanted.size() || column < 1 ||
                    column > layout.names.size())
                    return fail(where, "there is no column " + quotedCell(wanted) + ", which is to be a " + purpose,
                                "the columns are " + someNames(layout));
            }
            if (std::find(columns.begin(), columns.end(), column - 1) != columns.end())
                return fail(where, "the " + purpose + " column " + quotedCell(wanted) + " is listed twice",
                            "list it once");
            columns.push_back(column - 1);
        }
    }
    std::sort(columns.begin(), columns.end());
    return columns;
}

} // namespace ligature
