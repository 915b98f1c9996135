// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/export/exporter.h"

namespace ligature {

/// Writes an export to a path: all of its files or none, the one that is named last, so that what it needs is there
/// when it is. Makes the folder where the export is one; one that holds an earlier export and nothing else is replaced
/// as a whole, in any other its files are (see Replacement). An error where two of its files would have one name, or
/// where the folder has files of another origin by their names.
/// @return the files that were written, by their paths
[[nodiscard]] Result<std::vector<std::filesystem::path>>
writeExport(const Exporter& exporter, const ExportRequest& request, const std::filesystem::path& path);

} // namespace ligature
