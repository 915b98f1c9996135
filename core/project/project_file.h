// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/error/result.h"
#include "core/project/project.h"

namespace ligature {

/// The project file (see resources/schema/project.schema.json): JSON in UTF-8, keys in a fixed order, two-space
/// indents, "format": "ligature", "version": 1.
inline constexpr int projectFileVersion = 1;

[[nodiscard]] std::string writeProject(const Project& project);

/// Refuses what is not a whole, valid project of this version or an older one: truncated or corrupt JSON, duplicate
/// and unknown keys, unknown types, ids that refer to nothing, a newer version, sizes out of range. The error names the
/// file and the place (a JSON pointer, or line and column).
/// @param where the file's name for messages
[[nodiscard]] Result<Project> readProject(std::string_view json, const std::string& where);

[[nodiscard]] Result<Project> loadProject(const std::filesystem::path& file);
/// Atomic: the file is the old one or the new one, whatever happens in between.
[[nodiscard]] Result<void> saveProject(const Project& project, const std::filesystem::path& file);

} // namespace ligature
