// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

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

constexpr auto fillIn = "fill in the value, or remove the line";

bool isMissingMarker(std::string_view cell)
{
    constexpr std::array<std::string_view, 8> markers{"?", "-", "NA", "N/A", "n/a", "null", "NULL", "None"};
    return std::find(markers.begin(), markers.end(), cell) != markers.end();
}

Problem badCell(const CsvTable& table, std::size_t row, std::size_t column, CsvRole role)
{
    const std::string_view cell = table.cell(row, column);
    const auto problem = [&](std::string what, std::string mend) {
        return Problem{row, column, std::move(what), std::move(mend)};
    };
    if (cell.empty())
        return problem("the cell is empty", fillIn);
    switch (readNumber(cell).kind) {
    case NumberKind::NotANumber:
    case NumberKind::Infinite: return problem(quotedCell(cell) + " is not a finite number", fillIn);
    case NumberKind::TooLarge:
        return problem(quotedCell(cell) + " is too large for a 32-bit number", "choose another unit for the column");
    case NumberKind::WithComma:
        return problem(quotedCell(cell) + " has a comma", "write a decimal point, and nothing between thousands");
    default: break;
    }
    if (isMissingMarker(cell))
        return problem(quotedCell(cell) + " is not a number", fillIn);
    if (role == CsvRole::Target)
        return problem(quotedCell(cell) + " is not a number",
                       "put a number there, or choose classes as the kind of this target alone");
    if (row == 0)
        return problem(quotedCell(cell) + " is not a number",
                       "set the header to \"yes\" if this line names the columns, or put a number there");
    return problem(quotedCell(cell) + " is not a number", "put a number there, as in the column's other lines");
}

class ColumnReader {
public:
    ColumnReader(const CsvTable& table, std::size_t first_row, std::vector<float>& values)
        : m_table(table), m_first_row(first_row), m_values(values)
    {
    }

    void checkNumbers(std::size_t column, CsvRole role)
    {
        for (std::size_t row = m_first_row; row < m_table.rowCount(); ++row) {
            if (std::isnan(value(row, column)))
                return report(badCell(m_table, row, column, role));
        }
    }

    /// Numbers the column's texts and puts each cell's number into the values.
    void numberCategories(std::size_t column, std::size_t most, const std::string& too_many, CsvColumn& result)
    {
        std::unordered_map<std::string_view, std::size_t> seen;
        std::vector<std::string_view> categories;
        for (std::size_t row = m_first_row; row < m_table.rowCount(); ++row) {
            const std::string_view cell = m_table.cell(row, column);
            if (cell.empty() || readNumber(cell).kind == NumberKind::NotANumber)
                return report(badCell(m_table, row, column, result.role));
            const auto [category, is_new] = seen.emplace(cell, categories.size());
            if (is_new)
                categories.push_back(cell);
            if (categories.size() > most)
                return report({row, column, "there are more than " + std::to_string(most) + too_many,
                               "put numbers there, or leave the column out under \"ignored\""});
            value(row, column) = static_cast<float>(category->second);
        }
        const std::vector<std::size_t> order = sortedOrder(categories);
        std::vector<float> rank(order.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            rank[order[i]] = static_cast<float>(i);
            result.categories.emplace_back(categories[order[i]]);
        }
        for (std::size_t row = m_first_row; row < m_table.rowCount(); ++row)
            value(row, column) = rank[static_cast<std::size_t>(value(row, column))];
    }

    [[nodiscard]] const std::optional<Problem>& firstProblem() const { return m_problem; }

private:
    float& value(std::size_t row, std::size_t column) { return m_values[row * m_table.columnCount() + column]; }

    static std::vector<std::size_t> sortedOrder(const std::vector<std::string_view>& categories)
    {
        std::vector<double> numbers;
        for (const std::string_view category : categories) {
            const CsvNumber number = readNumber(category);
            if (number.kind == NumberKind::Finite)
                numbers.push_back(number.value);
        }
        const bool all_numbers = numbers.size() == categories.size();
        std::vector<std::size_t> order(categories.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            if (all_numbers && numbers[a] != numbers[b])
                return numbers[a] < numbers[b];
            return categories[a] < categories[b];
        });
        return order;
    }

    void report(Problem problem)
    {
        if (!m_problem || problem.row < m_problem->row ||
            (problem.row == m_problem->row && problem.column < m_problem->column))
            m_problem = std::move(problem);
    }

    const CsvTable& m_table;
    std::size_t m_first_row;
    std::vector<float>& m_values;
    std::optional<Problem> m_problem;
};

/// Roles by the user's lists.
Result<std::vector<CsvColumn>> assignRoles(const CsvLayout& layout, const CsvChoices& choices, const std::string& where)
{
    const auto targets = findColumns(layout, choices.targets, "target", where);
    if (!targets)
        return tl::unexpected(targets.error());
    const auto ignored = findColumns(layout, choices.ignored, "ignored", where);
    if (!ignored)
        return tl::unexpected(ignored.error());
    std::vector<CsvColumn> columns;
    for (const std::string& name : layout.names)
        columns.push_back({name, CsvRole::Feature, false, {}});
    for (const std::size_t column : *targets)
        columns[column].role = CsvRole::Target;
    for (const std::size_t column : *ignored) {
        if (columns[column].role == CsvRole::Target)
            return fail(where, "the column " + quotedCell(layout.names[column]) + " is a target and ignored",
                        "take it off one of the lists");
        columns[column].role = CsvRole::Ignored;
    }
    if (targets->size() + ignored->size() == columns.size())
        return fail(where, "no column is left to be a feature", "list fewer targets");
    return columns;
}

Result<TargetKind> targetKind(const std::vector<CsvColumn>& columns, const std::vector<bool>& is_numeric,
                              const std::string& choice, const std::string& where)
{
    std::vector<std::size_t> targets;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column].role == CsvRole::Target)
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

} // namespace

Result<CsvColumns> readColumns(const CsvTable& table, CsvLayout layout, const CsvChoices& choices,
                               const std::string& where)
{
    auto columns = assignRoles(layout, choices, where);
    if (!columns)
        return tl::unexpected(columns.error());
    const auto kind = targetKind(*columns, layout.is_numeric, choices.target_kind, where);
    if (!kind)
        return tl::unexpected(kind.error());

    ColumnReader reader(table, layout.first_row, layout.numbers);
    for (std::size_t i = 0; i < columns->size(); ++i) {
        CsvColumn& column = (*columns)[i];
        if (column.role == CsvRole::Ignored)
            continue;
        const bool is_class = column.role == CsvRole::Target && *kind == TargetKind::Class;
        column.is_category = is_class || (column.role == CsvRole::Feature && !layout.is_numeric[i]);
        if (is_class)
            reader.numberCategories(i, csvMostClasses, " classes up to here", column);
        else if (column.is_category)
            reader.numberCategories(i, csvMostCategories, " different texts up to here, too many for categories",
                                    column);
        else
            reader.checkNumbers(i, column.role);
    }
    CsvColumns result{std::move(*columns), *kind, std::move(layout.numbers), {}};
    if (layout.hasHeader())
        result.values.erase(result.values.begin(),
                            result.values.begin() + static_cast<std::ptrdiff_t>(table.columnCount()));
    if (const auto& problem = reader.firstProblem())
        result.problem =
            Error{csvPlace(where, table.line(problem->row), problem->column + 1, result.columns[problem->column].name),
                  problem->what, problem->mend};
    return result;
}

} // namespace ligature
