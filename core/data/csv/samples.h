// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/data/csv/columns.h"
#include "core/data/data_format.h"
#include "core/data/dataset.h"
#include "core/error/result.h"

namespace ligature {

/// The samples that a CSV text holds: numeric features as they are, a category one-hot ("colour=red"), classes as
/// indices. Errors as decodeText(), detectDialect(), parseCsv(), layOutCsv() and readColumns() give them, and too
/// little memory.
/// @param where names the file in errors
[[nodiscard]] Result<Dataset> datasetFromCsv(std::string_view bytes, const CsvChoices& choices,
                                             const std::string& where);

/// The first rows, each column titled with its name and what was detected: "colour (3 categories)". What keeps the
/// text from being loaded although it is a table (a stray text, a target that is not there) is in the note, not an
/// error, so that a dialog can show it beside the rows and let the user choose.
/// @param extent Head where `bytes` is only the beginning of a file
[[nodiscard]] Result<DataPreview> previewCsv(std::string_view bytes, CsvExtent extent, const CsvChoices& choices,
                                             int rows, const std::string& where);

/// The role that the choices give each column; a feature where a list names what is not there.
[[nodiscard]] std::vector<ColumnRole> rolesOf(const std::vector<std::string>& names, const CsvChoices& choices);

/// The columns of a role as the options list them: names, quoted where they need it.
[[nodiscard]] std::string columnList(const std::vector<std::string>& names, const std::vector<ColumnRole>& roles,
                                     ColumnRole role);

} // namespace ligature
