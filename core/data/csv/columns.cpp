// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/columns.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>

#include "core/data/csv/categories.h"
#include "core/data/csv/missing_cells.h"
#include "core/data/csv/number.h"
#include "core/data/csv/text.h"

namespace ligature {

namespace {

/// A cell that cannot be what its column has to hold.
struct Problem {
    std::size_t row = 0;
    std::size_t column = 0;
    std::string what;
    std::string mend;
};

/// Beyond it a double does not hold each whole number.
constexpr double largestWhole = 9'007'199'254'740'992.0;
/// Beyond it a long double of 64 digits does not.
constexpr double largestWide = 18'446'744'073'709'551'616.0;

std::string withMark(const std::string& mark)
{
    return mark == "0x" ? "hexadecimal numbers" : "numbers with " + mark;
}

/// A cell of a column of numbers that is none.
std::pair<std::string, std::string> badNumber(std::string_view cell, const NumberNotation& notation, bool is_target,
                                              bool is_first_row)
{
    const CsvNumber number = readNumber(cell, notation);
    switch (number.kind) {
    case NumberKind::NotANumber:
    case NumberKind::Infinite:
        return {quotedCell(cell) + " is not a finite number", "fill in the value, or remove the line"};
    case NumberKind::TooLarge:
        return {quotedCell(cell) + " is too large for a 32-bit number", "choose another unit for the column"};
    case NumberKind::Unread:
        if (number.mark == "a comma" || number.mark == "a point" || number.mark == "a space")
            return {quotedCell(cell) + " has " + number.mark,
                    "write the column's numbers alike, or choose the decimal mark and what groups thousands"};
        return {quotedCell(cell) + " looks like a number with " + number.mark, "write it plainly"};
    default: break;
    }
    std::string what = quotedCell(cell) + " is not a number";
    if (is_target)
        return {std::move(what), "put a number there, or choose classes as the kind of this target alone"};
    if (is_first_row)
        return {std::move(what), "set the header to \"yes\" if this line names the columns, or put a number there"};
    return {std::move(what), "put a number there, as in the column's other lines"};
}

class ColumnReader {
public:
    ColumnReader(const CsvTable& table, CsvLayout& layout, const MissingRule& missing,
                 const MissingCells& missing_cells)
        : m_table(table), m_layout(layout), m_missing(missing), m_missing_cells(missing_cells)
    {
    }

    void readNumbers(std::size_t column, CsvColumn& result)
    {
        std::size_t marked_row = m_table.rowCount();
        double largest = 0;
        for (std::size_t row = m_layout.first_row; row < m_table.rowCount(); ++row) {
            const std::string_view cell = m_table.cell(row, column);
            if (m_missing_cells.isLeftOut(row))
                continue;
            if (std::isnan(value(row, column))) {
                if (m_missing.isMissing(cell))
                    continue; // It is filled in, or refused elsewhere.
                auto [what, mend] =
                    badNumber(cell, m_layout.notations[column], result.role == ColumnRole::Target, row == 0);
                return report({row, column, std::move(what), std::move(mend)});
            }
            if (m_layout.is_undecided[column] && cell.find(',') != std::string_view::npos)
                return report({row, column,
                               quotedCell(cell) + " is one number with a decimal comma and another with a point",
                               "choose the decimal mark"});
            if (m_layout.has_open_points[column] && cell.find('.') != std::string_view::npos)
                return report(
                    {row, column,
                     quotedCell(cell) + " is one number with a decimal point and another with points between thousands",
                     "choose the decimal mark (decimal=point), or what groups thousands (thousands=point)"});
            if (m_layout.has_marks[column] && !checkMark(row, column, marked_row, result))
                return;
            largest = std::max(largest, std::fabs(value(row, column)));
        }
        if (largest >= largestWhole && largest < largestWide)
            readWide(column, result);
    }

    /// Numbers the column's texts and puts each cell's number into the values.
    void readCategories(std::size_t column, std::size_t most, const std::string& too_many, CsvColumn& result)
    {
        // Spellings of one number are one category, so that there may be some more of them.
        constexpr std::size_t spellings_each = 8;
        std::unordered_map<std::string_view, std::size_t> seen;
        std::vector<std::string_view> spellings;
        std::size_t row_of_too_many = 0;
        const Problem excess{0, column, "there are more than " + std::to_string(most) + too_many,
                             "put numbers there, or leave the column out under \"ignored\""};
        bool some_missing = false;
        for (std::size_t row = m_layout.first_row; row < m_table.rowCount(); ++row) {
            const std::string_view cell = m_table.cell(row, column);
            if (m_missing_cells.isLeftOut(row))
                continue;
            if (m_missing.isMissing(cell)) {
                some_missing = true;
                value(row, column) = -1;
                continue;
            }
            if (readNumber(cell).kind == NumberKind::NotANumber)
                return report({row, column, quotedCell(cell) + " is not a finite number",
                               "fill in the value, or remove the line"});
            const auto [spelling, is_new] = seen.emplace(cell, spellings.size());
            if (is_new)
                spellings.push_back(cell);
            if (is_new && spellings.size() == most + 1)
                row_of_too_many = row;
            if (spellings.size() > spellings_each * most)
                return report({row_of_too_many, column, excess.what, excess.mend});
            value(row, column) = static_cast<double>(spelling->second);
        }
        Categories categories(m_layout.notations[column]);
        categories.number(spellings);
        if (categories.names().size() > most)
            return report({row_of_too_many, column, excess.what, excess.mend});
        result.categories = categories.names();
        if (some_missing)
            result.categories.emplace_back(csvMissingCategory);
        for (std::size_t row = m_layout.first_row; row < m_table.rowCount(); ++row) {
            if (m_missing_cells.isLeftOut(row))
                continue;
            double& number = value(row, column);
            number = static_cast<double>(number < 0 ? result.categories.size() - 1
                                                    : categories.ranks()[static_cast<std::size_t>(number)]);
        }
    }

    void report(Problem problem)
    {
        if (!m_problem || std::pair(problem.row, problem.column) < std::pair(m_problem->row, m_problem->column))
            m_problem = std::move(problem);
    }
    [[nodiscard]] const std::optional<Problem>& firstProblem() const { return m_problem; }

private:
    double& value(std::size_t row, std::size_t column)
    {
        return m_layout.numbers[row * m_table.columnCount() + column];
    }

    /// All numbers of a column are written with the same.
    bool checkMark(std::size_t row, std::size_t column, std::size_t& first_row, CsvColumn& result)
    {
        const std::string_view cell = m_table.cell(row, column);
        std::string mark = readNumber(cell, m_layout.notations[column]).mark;
        if (first_row == m_table.rowCount()) {
            first_row = row;
            result.mark = std::move(mark);
            return true;
        }
        if (mark == result.mark)
            return true;
        const bool first_is_marked = !result.mark.empty();
        const std::string& column_mark = first_is_marked ? result.mark : mark;
        const std::string lacks = column_mark == "0x" ? " is none" : " has none";
        std::string what = "the column looks like " + withMark(column_mark) + ", and ";
        if (first_is_marked)
            what += quotedCell(cell) + (mark.empty() ? lacks : " has " + mark);
        else
            what += quotedCell(m_table.cell(first_row, column)) + lacks;
        report({first_is_marked ? row : first_row, column, std::move(what),
                "write all of them with it, or none, or leave the column out under \"ignored\""});
        return false;
    }

    /// Whole numbers that a double does not tell apart, as what they differ from the first.
    void readWide(std::size_t column, CsvColumn& result)
    {
        const auto wide = [&](std::size_t row) {
            return readWideNumber(m_table.cell(row, column), m_layout.notations[column]);
        };
        bool found = false;
        for (std::size_t row = m_layout.first_row; row < m_table.rowCount(); ++row) {
            double& number = value(row, column);
            if (m_missing_cells.isLeftOut(row) || std::isnan(number))
                continue;
            if (!found)
                result.base = wide(row);
            found = true;
            number = static_cast<double>(wide(row) - result.base);
        }
    }

    const CsvTable& m_table;
    CsvLayout& m_layout;
    const MissingRule& m_missing;
    const MissingCells& m_missing_cells;
    std::optional<Problem> m_problem;
};

/// Roles by the user's lists.
Result<std::vector<CsvColumn>> assignRoles(const CsvLayout& layout, const CsvChoices& choices, const std::string& where)
{
    const auto targets = findColumns(layout.names, choices.targets, "target", where);
    if (!targets)
        return tl::unexpected(targets.error());
    const auto ignored = findColumns(layout.names, choices.ignored, "ignored", where);
    if (!ignored)
        return tl::unexpected(ignored.error());
    std::vector<CsvColumn> columns;
    for (const std::string& name : layout.names)
        columns.push_back({name});
    for (const std::size_t column : *targets)
        columns[column].role = ColumnRole::Target;
    for (const std::size_t column : *ignored) {
        if (columns[column].role == ColumnRole::Target)
            return fail(where, "the column " + quotedCell(layout.names[column]) + " is a target and ignored",
                        "take it off one of the lists");
        columns[column].role = ColumnRole::Ignored;
    }
    const auto group = findColumns(layout.names, choices.group, "group", where);
    if (!group)
        return tl::unexpected(group.error());
    if (group->size() > 1)
        return fail(where,
                    "the groups are to be those of one column, and " + std::to_string(group->size()) + " are listed",
                    "list one");
    for (const std::size_t column : *group) {
        if (columns[column].role == ColumnRole::Target)
            return fail(where, "the column " + quotedCell(layout.names[column]) + " is a target and tells the groups",
                        "take another one for the groups");
        columns[column].role = ColumnRole::Ignored;
    }
    if (std::ranges::none_of(columns, [](const CsvColumn& column) { return column.role == ColumnRole::Feature; }))
        return fail(where, "no column is left to be a feature", "list fewer targets");
    return columns;
}

Result<TargetKind> targetKind(const std::vector<CsvColumn>& columns, const std::vector<bool>& is_numeric,
                              const std::string& choice, const std::string& where)
{
    std::vector<std::size_t> targets;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column].role == ColumnRole::Target)
            targets.push_back(column);
    }
    if (targets.empty())
        return TargetKind::None;
    if (choice == "class" && targets.size() > 1)
        return fail(where, "a class is one target, and there are " + std::to_string(targets.size()),
                    "list one, or choose values");
    if (choice == "class" || (choice == "auto" && targets.size() == 1 && !is_numeric[targets[0]]))
        return TargetKind::Class;
    return TargetKind::Values;
}

/// Of every sample that is kept, by the order in which the column's texts come first. A sample without a text is a
/// problem: it would be of a group with all others that lack one.
std::vector<std::int32_t> readGroups(const CsvTable& table, const CsvLayout& layout, std::size_t column,
                                     const MissingCells& missing_cells, const MissingRule& missing,
                                     ColumnReader& reader)
{
    std::unordered_map<std::string_view, std::int32_t> seen;
    std::vector<std::int32_t> groups;
    for (std::size_t row = layout.first_row; row < table.rowCount(); ++row) {
        if (missing_cells.isLeftOut(row))
            continue;
        const std::string_view cell = table.cell(row, column);
        if (missing.isMissing(cell)) {
            reader.report({row, column, "the sample's group is missing", "fill it in, or remove the line"});
            return groups;
        }
        groups.push_back(seen.emplace(cell, static_cast<std::int32_t>(seen.size())).first->second);
    }
    return groups;
}

/// Takes the header and what is left out of the values.
void keepSamples(const CsvTable& table, std::size_t first_row, const MissingCells& missing, std::vector<double>& values)
{
    const std::size_t columns = table.columnCount();
    auto to = values.begin();
    for (std::size_t row = first_row; row < table.rowCount(); ++row) {
        if (missing.isLeftOut(row))
            continue;
        const auto from = values.begin() + static_cast<std::ptrdiff_t>(row * columns);
        to = std::copy(from, from + static_cast<std::ptrdiff_t>(columns), to);
    }
    values.erase(to, values.end());
}

} // namespace

MissingRule missingRule(const CsvChoices& choices)
{
    const MissingNumbers numbers = choices.missing_numbers == "leave_out" ? MissingNumbers::LeaveOut
                                   : choices.missing_numbers == "mean"    ? MissingNumbers::Mean
                                   : choices.missing_numbers == "median"  ? MissingNumbers::Median
                                                                          : MissingNumbers::Refuse;
    const MissingTexts texts = choices.missing_texts == "leave_out"  ? MissingTexts::LeaveOut
                               : choices.missing_texts == "category" ? MissingTexts::Category
                                                                     : MissingTexts::Refuse;
    return MissingRule(choices.missing_markers, numbers, texts);
}

Result<CsvColumns> readColumns(const CsvTable& table, CsvLayout layout, const CsvChoices& choices,
                               const MissingRule& missing, const std::string& where)
{
    auto columns = assignRoles(layout, choices, where);
    if (!columns)
        return tl::unexpected(columns.error());
    const auto kind = targetKind(*columns, layout.is_numeric, choices.target_kind, where);
    if (!kind)
        return tl::unexpected(kind.error());
    const auto isClass = [&](const CsvColumn& column) {
        return column.role == ColumnRole::Target && *kind == TargetKind::Class;
    };
    for (std::size_t i = 0; i < columns->size(); ++i) {
        CsvColumn& column = (*columns)[i];
        column.is_category = isClass(column) || (column.role == ColumnRole::Feature && !layout.is_numeric[i]);
    }

    const MissingCells missing_cells(table, layout, *columns, missing);
    ColumnReader reader(table, layout, missing, missing_cells);
    if (const auto& refused = missing_cells.refused())
        reader.report({refused->row, refused->column, refused->what, refused->mend});
    for (std::size_t i = 0; i < columns->size(); ++i) {
        CsvColumn& column = (*columns)[i];
        if (column.role == ColumnRole::Ignored)
            continue;
        if (isClass(column))
            reader.readCategories(i, csvMostClasses, " classes up to here", column);
        else if (column.is_category)
            reader.readCategories(i, csvMostCategories, " different texts up to here, too many for categories", column);
        else
            reader.readNumbers(i, column);
    }
    std::vector<std::int32_t> groups;
    if (const auto group = findColumns(layout.names, choices.group, "group", where); group && !group->empty())
        groups = readGroups(table, layout, group->front(), missing_cells, missing, reader);
    if (missing_cells.keptCount() == 0 && table.rowCount() > layout.first_row)
        return fail(where, "no line is left: each one lacks a value",
                    "choose another way for missing values, or ignore the columns that are mostly empty");
    CsvColumns result{std::move(*columns), *kind, std::move(layout.numbers),
                      std::move(groups),   {},    missing_cells.remarks()};
    keepSamples(table, layout.first_row, missing_cells, result.values);
    if (const auto& problem = reader.firstProblem()) {
        result.problem =
            Error{csvPlace(where, table.line(problem->row), problem->column + 1, result.columns[problem->column].name),
                  problem->what, problem->mend};
        return result;
    }
    const auto empty = fillMissingNumbers(result.columns, missing.numbers(), result.values, result.remarks);
    if (empty)
        result.problem = Error{
            where, "the column " + quotedCell(result.columns[*empty].name) + " has no value in the lines that are left",
            "leave the column out under \"ignored\""};
    return result;
}

} // namespace ligature
