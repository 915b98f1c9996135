// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/csv/layout.h"
#include "core/data/csv/missing.h"
#include "core/data/csv/table.h"
#include "core/data/dataset.h"
#include "core/error/result.h"

namespace ligature {

/// What a user says about a CSV file, by the options' names.
struct CsvChoices {
    std::string header = "auto";
    std::string delimiter = "auto";
    std::string targets = {};
    std::string target_kind = "auto";
    std::string ignored = {};
    std::string group = {};
    std::string other_delimiter = {};
    std::string decimal = "auto";
    std::string thousands = "auto";
    std::string missing_numbers = "refuse";
    std::string missing_texts = "refuse";
    std::string missing_markers = std::string(csvMissingMarkers);
    std::string encoding = "auto";
    std::string comments = "auto";
    std::int64_t skip_lines = 0;
};

/// How one column becomes numbers: one number, or an index among its categories.
struct CsvColumn {
    std::string name;
    ColumnRole role = ColumnRole::Feature;
    bool is_category = false;
    std::vector<std::string> categories = {}; ///< sorted: as numbers if all are, by their bytes otherwise
    std::string mark = {};                    ///< what its numbers are written with: "%"
    /// What its values are less of: so that whole numbers beyond a double's digits keep their differences. Else 0.
    long double base = 0;
};

/// What stands for the missing values of a column that have a category of their own.
inline constexpr std::string_view csvMissingCategory = "(missing)";

/// A feature with more categories is more likely a name or a date; a target with more, a key.
inline constexpr std::size_t csvMostCategories = 100;
inline constexpr std::size_t csvMostClasses = 1000;

struct CsvColumns {
    std::vector<CsvColumn> columns;
    TargetKind target_kind = TargetKind::None;
    /// Of every cell from the first sample on, without the lines that are left out: the number less its column's base,
    /// or the category's index.
    std::vector<double> values;
    std::vector<std::int32_t> groups = {}; ///< of every sample, by the group column's texts; empty without one
    /// The first cell, by line and then column, that is not what its column has to hold.
    std::optional<Error> problem;
    std::vector<std::string> remarks = {}; ///< what was done with missing values
};

/// Gives each column its role and type and turns its cells into numbers. A feature column that is not numeric is a
/// category. Targets: "class" makes a category of the one target; "values" wants numbers; "auto" makes a category of a
/// single target that is not numeric, and values of all others (so classes that are written as numbers need "class").
/// Categories are one where their numbers are, beside texts only whole ones: "0" and "0.0".
/// Errors: a column that is not there, several targets of which one is a class, no feature left.
[[nodiscard]] Result<CsvColumns> readColumns(const CsvTable& table, CsvLayout layout, const CsvChoices& choices,
                                             const MissingRule& missing, const std::string& where);

/// The rule that the choices say.
[[nodiscard]] MissingRule missingRule(const CsvChoices& choices);

} // namespace ligature
