// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "core/data/csv/missing.h"
#include "core/data/csv/table.h"

namespace ligature {

/// What a cell looks like that may be a number with Fortran's exponent and no point.
enum class PointlessFortran {
    No,
    Perhaps,   ///< "3D0": a number, or an identifier
    Certainly, ///< "-3D0", "1D+02"
};

[[nodiscard]] PointlessFortran pointlessFortran(std::string_view cell);

/// Whether such cells of a column are numbers, judged by the cells below the first row: where some are for certain
/// (or stand beside "1.5D+02"), and most cells are numbers; else where all cells are numbers, and none looks as if the
/// column holds identifiers of digits and letters ("3D0" beside "250" or "1E5").
[[nodiscard]] bool writesFortranWithoutPoints(const CsvTable& table, std::size_t column, const MissingRule& missing);

} // namespace ligature
