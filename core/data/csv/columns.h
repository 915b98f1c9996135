// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/data/csv/layout.h"
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
};

enum class CsvRole { Feature, Target, Ignored };

/// How one column becomes numbers: one number, or an index among its categories.
struct CsvColumn {
    std::string name;
    CsvRole role = CsvRole::Feature;
    bool is_category = false;
    std::vector<std::string> categories; ///< sorted: as numbers if all are, by their bytes otherwise
};

/// A feature with more categories is more likely a name or a date; a target with more, a key.
inline constexpr std::size_t csvMostCategories = 100;
inline constexpr std::size_t csvMostClasses = 1000;

struct CsvColumns {
    std::vector<CsvColumn> columns;
    TargetKind target_kind = TargetKind::None;
    std::vector<float> values; ///< of every cell from the first sample on: the number, or the category's index
    /// The first cell, by line and then column, that is not what its column has to hold.
    std::optional<Error> problem;
};

/// Gives each column its role and type and turns its cells into numbers. A feature column that is not numeric is a
/// category. Targets: "class" makes a category of the one target; "values" wants numbers; "auto" makes a category of a
/// single target that is not numeric, and values of all others (so classes that are written as numbers need "class").
/// Errors: a column that is not there, several targets of which one is a class, no feature left.
[[nodiscard]] Result<CsvColumns> readColumns(const CsvTable& table, CsvLayout layout, const CsvChoices& choices,
                                             const std::string& where);

} // namespace ligature
