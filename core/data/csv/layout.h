// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/csv/missing.h"
#include "core/data/csv/number.h"
#include "core/data/csv/table.h"
#include "core/error/result.h"

namespace ligature {

/// What a user says about a table's header and numbers, by the options' names.
struct CsvLayoutChoices {
    std::string header = "auto";
    std::string decimal = "auto";
    std::string thousands = "auto";
    /// A semicolon or a tab separates the cells, as where a comma marks decimals.
    bool commas_are_free = false;
};

/// What a table's columns are called, what type they have, and where its samples begin.
struct CsvLayout {
    std::vector<std::string> names; ///< "column 3" where there is no header or no name in it; no two are equal
    /// At least half of the column's filled cells are meant as numbers; so a stray text in such a column is an error,
    /// not a category.
    std::vector<bool> is_numeric;
    std::vector<NumberNotation> notations; ///< of each column
    /// Some cell of the column is one number with a decimal point and another with a decimal comma ("1,234"), and
    /// nothing in the table decides it.
    std::vector<bool> is_undecided;
    /// The same with a point ("1.234"), where the column has whole numbers beside and commas are free.
    std::vector<bool> has_open_points;
    std::vector<bool> is_grouped; ///< the same, and another column's decimal point decides that commas group thousands
    std::vector<bool> has_marks;  ///< some number of the column is written with a mark
    std::size_t first_row = 0;    ///< of the samples: 1 after a header
    std::vector<double> numbers;  ///< of every cell of the table, row by row; NaN where it holds no finite number

    [[nodiscard]] bool hasHeader() const { return first_row == 1; }
};

/// @param choices header "auto" takes the first row for a header where none of its cells is a number and either some
///   column is numeric below it, or all its cells differ and none comes again in its column. decimal "auto" takes the
///   comma in a column where some cell is a number only so ("1,5", "1.234.567"), and in one that leaves it open where
///   the table's other columns of numbers have it so; the point otherwise.
/// Errors: no rows, a name that is there twice (with its line and column), too little memory.
[[nodiscard]] Result<CsvLayout> layOutCsv(const CsvTable& table, const CsvLayoutChoices& choices,
                                          const MissingRule& missing, const std::string& where);

/// The columns that a text lists as CSV does: names, or numbers from 1 (a column that has the number for its name goes
/// first). Sorted.
/// @param purpose what they are chosen for, in the error: "target"
[[nodiscard]] Result<std::vector<std::size_t>> findColumns(const std::vector<std::string>& names, std::string_view list,
                                                           const std::string& purpose, const std::string& where);

} // namespace ligature
