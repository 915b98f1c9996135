// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <sys/stat.h>

#include "core/error/result.h"

namespace ligature {

/// What a save goes to, and what is known of it.
struct Target {
    std::filesystem::path path; ///< behind symbolic links
    std::optional<struct stat> existing;
};

/// An error where the file is not to be replaced: it is no regular file, or write-protected.
[[nodiscard]] Result<Target> targetOf(const std::filesystem::path& file);

[[nodiscard]] std::filesystem::path folderOf(const std::filesystem::path& file);

/// False with the system's error number in errno.
[[nodiscard]] bool writeAll(int number, std::string_view bytes);
/// Gives a new file or folder the owner, where the system lets us (root saving a user's project), and the permissions
/// of what it replaces. False with the system's error number in errno.
[[nodiscard]] bool takeAfter(int number, const struct stat& existing);
/// 0, also where the file system cannot flush a folder, or the system's number of the error.
[[nodiscard]] int flushFolder(const std::filesystem::path& folder);

} // namespace ligature
