// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/layout.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "core/data/csv/fortran.h"
#include "core/data/csv/number.h"
#include "core/data/csv/text.h"
#include "core/memory/memory_limit.h"

namespace ligature {

namespace {

/// How many cells of a column below the first row are meant as numbers, and how many are filled.
struct Count {
    std::size_t numbers = 0;
    std::size_t filled = 0;
    void add(bool is_number)
    {
        ++filled;
        numbers += is_number ? 1 : 0;
    }
    void add(const Count& other)
    {
        numbers += other.numbers;
        filled += other.filled;
    }
    [[nodiscard]] bool isNumeric() const { return numbers > 0 && 2 * numbers >= filled; }
};

/// What a column's cells say of its decimal mark.
struct Evidence {
    std::size_t point = 0;         ///< cells that are numbers only with a decimal point
    std::size_t comma = 0;         ///< only with a decimal comma
    std::size_t either = 0;        ///< with both, another one each, and there is a comma
    std::size_t either_points = 0; ///< the same without one: "1.234"
    std::size_t whole = 0;         ///< without any point or comma, and not 0
    bool has_marks = false;
    bool has_pointless_fortran = false;
    [[nodiscard]] bool isOpen() const { return point == 0 && comma == 0; }
};

struct Scan {
    std::vector<double> numbers; ///< as with a decimal point
    std::vector<Count> first_row;
    std::vector<Count> below;
    std::vector<Evidence> evidence;
};

constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();

bool isMeantAsNumber(const CsvNumber& number)
{
    return number.kind != NumberKind::Text && number.kind != NumberKind::NotANumber;
}

class Scanner {
public:
    Scanner(const CsvTable& table, Grouping grouping, const MissingRule& missing)
        : m_table(table), m_missing(missing), m_point{'.', grouping}, m_comma{',', grouping},
          m_scan{std::vector<double>(table.rowCount() * table.columnCount(), noNumber),
                 std::vector<Count>(table.columnCount()), std::vector<Count>(table.columnCount()),
                 std::vector<Evidence>(table.columnCount())}
    {
    }

    Scan run()
    {
        for (std::size_t row = 0; row < m_table.rowCount(); ++row) {
            for (std::size_t column = 0; column < m_table.columnCount(); ++column)
                read(row, column);
        }
        for (std::size_t column = 0; column < m_table.columnCount(); ++column)
            countPointlessFortran(column);
        return std::move(m_scan);
    }

private:
    void read(std::size_t row, std::size_t column)
    {
        const std::string_view cell = m_table.cell(row, column);
        if (m_missing.isMissing(cell))
            return;
        Evidence& evidence = m_scan.evidence[column];
        const CsvNumber number = readNumber(cell, m_point);
        bool is_number = isMeantAsNumber(number);
        evidence.has_marks = evidence.has_marks || !number.mark.empty();
        const bool has_comma = cell.find(',') != std::string_view::npos;
        // Once a column has a decimal point, only a comma can say something else.
        if (has_comma || (cell.find('.') != std::string_view::npos && (!is_number || evidence.point == 0))) {
            const CsvNumber other = readNumber(cell, m_comma);
            const bool with_point = number.kind == NumberKind::Finite || number.kind == NumberKind::TooLarge;
            const bool with_comma = other.kind == NumberKind::Finite || other.kind == NumberKind::TooLarge;
            evidence.point += with_point && !with_comma ? 1 : 0;
            evidence.comma += with_comma && !with_point ? 1 : 0;
            if (with_point && with_comma && number.value != other.value)
                ++(has_comma ? evidence.either : evidence.either_points);
            is_number = is_number || isMeantAsNumber(other);
            evidence.has_marks = evidence.has_marks || !other.mark.empty();
        } else if (number.kind == NumberKind::Finite && std::fabs(number.value) >= 1) {
            evidence.whole += cell.find('.') == std::string_view::npos ? 1 : 0;
        }
        evidence.has_pointless_fortran =
            evidence.has_pointless_fortran || (!is_number && row > 0 && pointlessFortran(cell) != PointlessFortran::No);
        if (number.kind != NumberKind::NotANumber)
            (row == 0 ? m_scan.first_row : m_scan.below)[column].add(is_number);
        if (number.kind == NumberKind::Finite)
            m_scan.numbers[row * m_table.columnCount() + column] = number.value;
    }

    /// Whether they are numbers is the column's to say.
    void countPointlessFortran(std::size_t column)
    {
        bool& has_some = m_scan.evidence[column].has_pointless_fortran;
        has_some = has_some && writesFortranWithoutPoints(m_table, column, m_missing);
        for (std::size_t row = 0; has_some && row < m_table.rowCount(); ++row) {
            const std::string_view cell = m_table.cell(row, column);
            if (!m_missing.isMissing(cell) && pointlessFortran(cell) != PointlessFortran::No)
                ++(row == 0 ? m_scan.first_row : m_scan.below)[column].numbers;
        }
    }

    const CsvTable& m_table;
    const MissingRule& m_missing;
    NumberNotation m_point;
    NumberNotation m_comma;
    Scan m_scan;
};

Grouping groupingOf(const std::string& choice)
{
    constexpr std::array<std::pair<std::string_view, Grouping>, 5> named{{{"none", Grouping::None},
                                                                          {"comma", Grouping::Comma},
                                                                          {"point", Grouping::Point},
                                                                          {"space", Grouping::Space},
                                                                          {"apostrophe", Grouping::Apostrophe}}};
    const auto found = std::ranges::find(named, std::string_view(choice), [](const auto& one) { return one.first; });
    return found == named.end() ? Grouping::Any : found->second;
}

/// Gives each column its notation, and reads those again that have a decimal comma.
void decideNotations(const CsvTable& table, const CsvLayoutChoices& choices, const MissingRule& missing,
                     const Scan& scanned, CsvLayout& layout)
{
    const Grouping grouping = groupingOf(choices.thousands);
    // Who says one says the other.
    const bool is_said = choices.decimal != "auto" || grouping == Grouping::Comma || grouping == Grouping::Point;
    const bool said_comma = choices.decimal == "comma" || (choices.decimal == "auto" && grouping == Grouping::Point);
    Evidence all; // of the columns of numbers
    for (std::size_t column = 0; column < table.columnCount(); ++column) {
        all.point += layout.is_numeric[column] ? scanned.evidence[column].point : 0;
        all.comma += layout.is_numeric[column] ? scanned.evidence[column].comma : 0;
    }
    for (std::size_t column = 0; column < table.columnCount(); ++column) {
        const Evidence& own = scanned.evidence[column];
        const Evidence& evidence = own.isOpen() ? all : own;
        const bool needs_none = own.isOpen() && own.either == 0 && own.either_points == 0;
        const bool has_comma = needs_none ? false : is_said ? said_comma : evidence.comma > 0 && evidence.point == 0;
        layout.notations.push_back({has_comma ? ',' : '.', grouping, own.has_pointless_fortran});
        layout.has_marks.push_back(own.has_marks);
        const bool is_open = !is_said && own.isOpen() && (all.comma > 0) == (all.point > 0);
        layout.is_undecided.push_back(is_open && own.either > 0);
        // Without whole numbers beside, they are three decimals that a program wrote.
        layout.has_open_points.push_back(is_open && choices.commas_are_free && own.either_points > 0 && own.whole > 0);
        layout.is_grouped.push_back(!is_said && !has_comma && own.either > 0 && own.isOpen() &&
                                    !layout.is_undecided.back());
        if (!has_comma && !own.has_pointless_fortran)
            continue;
        for (std::size_t row = layout.first_row; row < table.rowCount(); ++row) {
            if (missing.isMissing(table.cell(row, column)))
                continue;
            const CsvNumber number = readNumber(table.cell(row, column), layout.notations.back());
            double& value = layout.numbers[row * table.columnCount() + column];
            value = number.kind == NumberKind::Finite ? number.value : noNumber;
        }
    }
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
        const std::string_view cell = table.cell(0, column);
        if (readNumber(cell).kind != NumberKind::Text || readNumber(cell, {.decimal = ','}).kind != NumberKind::Text)
            return false; // "nan" too
        if (scanned.evidence[column].has_pointless_fortran && pointlessFortran(cell) != PointlessFortran::No)
            return false;
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

std::string someNames(const std::vector<std::string>& names)
{
    constexpr std::size_t most = 8;
    std::string text;
    for (std::size_t column = 0; column < std::min(most, names.size()); ++column)
        text += (column == 0 ? "" : ", ") + quotedCell(names[column]);
    return names.size() > most ? text + ", …" : text;
}

} // namespace

Result<CsvLayout> layOutCsv(const CsvTable& table, const CsvLayoutChoices& choices, const MissingRule& missing,
                            const std::string& where)
{
    if (table.rowCount() == 0)
        return fail(where, "the file is empty", "choose a file with one sample a line");
    if (const auto room = checkMemory(table.rowCount() * table.columnCount() * sizeof(double), where); !room)
        return tl::unexpected(room.error());
    Scan scanned = Scanner(table, groupingOf(choices.thousands), missing).run();
    const bool has_header = choices.header == "yes" || (choices.header == "auto" && detectHeader(table, scanned));
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
        if (!has_header)
            count.add(scanned.first_row[column]);
        layout.is_numeric.push_back(count.isNumeric());
    }
    layout.numbers = std::move(scanned.numbers);
    decideNotations(table, choices, missing, scanned, layout);
    return layout;
}

Result<std::vector<std::size_t>> findColumns(const std::vector<std::string>& names, std::string_view list,
                                             const std::string& purpose, const std::string& where)
{
    const auto listed = parseCsv(list, {}, CsvExtent::Whole, where + ", the list of " + purpose + " columns");
    if (!listed)
        return tl::unexpected(listed.error());
    std::vector<std::size_t> columns;
    for (std::size_t row = 0; row < listed->rowCount(); ++row) {
        for (std::size_t i = 0; i < listed->columnCount(); ++i) {
            const std::string_view wanted = listed->cell(row, i);
            const auto named = std::find(names.begin(), names.end(), wanted);
            std::size_t column = static_cast<std::size_t>(named - names.begin()) + 1;
            if (named == names.end()) {
                const auto [stop, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), column);
                if (error != std::errc{} || stop != wanted.data() + wanted.size() || column < 1 ||
                    column > names.size())
                    return fail(where, "there is no column " + quotedCell(wanted) + ", which is to be a " + purpose,
                                names.size() == 1 ? "the only column is " + someNames(names) +
                                                        "; if it is several, choose what separates them"
                                                  : "the columns are " + someNames(names));
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
