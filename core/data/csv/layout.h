// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/csv/table.h"
#include "core/error/result.h"

namespace ligature {

/// What a table's columns are called, what type they have, and where its samples begin.
struct CsvLayout {
    std::vector<std::string> names; ///< "column 3" where there is no header or no name in it; no two are equal
    /// At least half of the column's filled cells are meant as numbers; so a stray text in such a column is an error,
    /// not a category.
    std::vector<bool> is_numeric;
    std::size_t first_row = 0;  ///< of the samples: 1 after a header
    std::vector<float> numbers; ///< of every cell of the table, row by row; NaN where it holds no finite number

    [[nodiscard]] bool hasHeader() const { return first_row == 1; }
};

/// @param header "yes", "no" or "auto". "auto" takes the first row for a header where none of its cells is a number and
///   either some column is numeric below it, or all its cells differ and none comes again in its column.
/// Errors: no rows, a name that is there twice (with its line and column), too little memory.
[[nodiscard]] Result<CsvLayout> layOutCsv(const CsvTable& table, std::string_view header, const std::string& where);

/// The columns that a text lists as CSV does: names, or numbers from 1 (a column that has the number for its name goes
/// first). Sorted.
/// @param purpose what they are chosen for, in the error: "target"
[[nodiscard]] Result<std::vector<std::size_t>> findColumns(const CsvLayout& layout, std::string_view list,
                                                           const std::string& purpose, const std::string& where);

} // namespace ligature
