// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/data/csv/layout.h"
#include "core/data/csv/missing.h"
#include "core/data/csv/table.h"

namespace ligature {

struct CsvColumn;

/// The missing values of the columns that are used, and which lines are left out for them. A line whose target is a
/// number and missing is left out, too, where the numbers of features are filled in: nobody can learn from it.
class MissingCells {
public:
    /// What keeps the table from being read.
    struct Refusal {
        std::size_t row = 0; ///< of the first missing cell
        std::size_t column = 0;
        std::string what; ///< how many there are
        std::string mend;
    };

    /// @param columns with their roles and types
    MissingCells(const CsvTable& table, const CsvLayout& layout, const std::vector<CsvColumn>& columns,
                 const MissingRule& rule);

    [[nodiscard]] bool isLeftOut(std::size_t row) const { return !m_left_out.empty() && m_left_out[row]; }
    [[nodiscard]] std::size_t keptCount() const { return m_kept; }
    [[nodiscard]] const std::optional<Refusal>& refused() const { return m_refused; }
    /// A sentence where lines are left out.
    [[nodiscard]] std::vector<std::string> remarks() const;

private:
    std::vector<bool> m_left_out; ///< by row; empty where none is
    std::size_t m_samples = 0;
    std::size_t m_kept = 0;
    std::optional<Refusal> m_refused;
};

/// Puts the column's mean or median where a feature's number is missing (NaN).
/// @param values a row a sample, a column a column
/// @return a column that has no value to tell them from
[[nodiscard]] std::optional<std::size_t> fillMissingNumbers(const std::vector<CsvColumn>& columns, MissingNumbers how,
                                                            std::vector<double>& values,
                                                            std::vector<std::string>& remarks);

} // namespace ligature
