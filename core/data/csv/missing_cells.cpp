// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/missing_cells.h"

#include <algorithm>
#include <cmath>

#include "core/data/csv/columns.h"
#include "core/data/csv/text.h"
#include "core/data/summary.h"

namespace ligature {

namespace {

enum class Treatment { Refuse, LeaveOut, Keep };

Treatment treatmentOf(const CsvColumn& column, const MissingRule& rule)
{
    if (column.is_category) {
        switch (rule.texts()) {
        case MissingTexts::Refuse: break;
        case MissingTexts::LeaveOut: return Treatment::LeaveOut;
        case MissingTexts::Category: return Treatment::Keep;
        }
        return Treatment::Refuse;
    }
    if (rule.numbers() == MissingNumbers::Refuse)
        return Treatment::Refuse;
    return rule.numbers() == MissingNumbers::LeaveOut || column.role == ColumnRole::Target ? Treatment::LeaveOut
                                                                                           : Treatment::Keep;
}

std::string mendFor(bool numbers, bool texts)
{
    std::string mend = "fill them in, or choose what is done with ";
    if (numbers)
        mend += "missing numbers (missing_numbers: leave_out, mean or median)";
    if (numbers && texts)
        mend += " and ";
    if (texts)
        mend += "missing texts (missing_texts: leave_out or category)";
    return mend;
}

double middle(std::vector<double> values)
{
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    if (values.size() % 2 == 1)
        return *half;
    const double below = *std::max_element(values.begin(), half);
    return below + (*half - below) / 2;
}

double mean(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value - values.front();
    return values.front() + sum / static_cast<double>(values.size());
}

} // namespace

MissingCells::MissingCells(const CsvTable& table, const CsvLayout& layout, const std::vector<CsvColumn>& columns,
                           const MissingRule& rule)
    : m_samples(table.rowCount() - layout.first_row), m_kept(m_samples)
{
    std::size_t refused_cells = 0;
    std::vector<bool> refused_rows(table.rowCount());
    bool numbers = false;
    bool texts = false;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column].role == ColumnRole::Ignored)
            continue;
        const Treatment treatment = treatmentOf(columns[column], rule);
        if (treatment == Treatment::Keep)
            continue;
        for (std::size_t row = layout.first_row; row < table.rowCount(); ++row) {
            const bool is_number = !std::isnan(layout.numbers[row * table.columnCount() + column]);
            if (is_number || !rule.isMissing(table.cell(row, column)))
                continue;
            if (treatment == Treatment::LeaveOut) {
                m_left_out.resize(table.rowCount());
                m_kept -= m_left_out[row] ? 0 : 1;
                m_left_out[row] = true;
                continue;
            }
            ++refused_cells;
            refused_rows[row] = true;
            (columns[column].is_category ? texts : numbers) = true;
            if (!m_refused || std::pair(row, column) < std::pair(m_refused->row, m_refused->column))
                m_refused = Refusal{row, column, {}, {}};
        }
    }
    if (!m_refused)
        return;
    const std::string_view cell = table.cell(m_refused->row, m_refused->column);
    const std::string found = withoutSpaces(cell).empty() ? "the cell is empty" : quotedCell(cell);
    const auto rows = static_cast<std::uint64_t>(std::count(refused_rows.begin(), refused_rows.end(), true));
    if (refused_cells == 1)
        m_refused->what = "1 value is missing (" + found + ")";
    else
        m_refused->what = countText(refused_cells, "value is", "values are") + " missing, in " + std::to_string(rows) +
                          " of " + countText(m_samples, "line", "lines") + ", the first here (" + found + ")";
    m_refused->mend = mendFor(numbers, texts);
}

std::vector<std::string> MissingCells::remarks() const
{
    if (m_kept == m_samples)
        return {};
    return {countText(m_samples - m_kept, "line", "lines") + " of " + std::to_string(m_samples) +
            " left out, as a value is missing"};
}

std::optional<std::size_t> fillMissingNumbers(const std::vector<CsvColumn>& columns, MissingNumbers how,
                                              std::vector<double>& values, std::vector<std::string>& remarks)
{
    if (how != MissingNumbers::Mean && how != MissingNumbers::Median)
        return std::nullopt;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column].role != ColumnRole::Feature || columns[column].is_category)
            continue;
        std::vector<double> present;
        std::size_t missing = 0;
        for (std::size_t i = column; i < values.size(); i += columns.size()) {
            if (std::isnan(values[i]))
                ++missing;
            else
                present.push_back(values[i]);
        }
        if (missing == 0)
            continue;
        if (present.empty())
            return column;
        const double filled = how == MissingNumbers::Mean ? mean(present) : middle(std::move(present));
        for (std::size_t i = column; i < values.size(); i += columns.size()) {
            if (std::isnan(values[i]))
                values[i] = filled;
        }
        remarks.push_back(countText(missing, "missing value", "missing values") + " of " +
                          quotedCell(columns[column].name) + " filled with its " +
                          (how == MissingNumbers::Mean ? "mean" : "median"));
    }
    return std::nullopt;
}

} // namespace ligature
