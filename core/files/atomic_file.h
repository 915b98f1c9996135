// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error/result.h"

namespace ligature {

/// Writes a file in whole or not at all: into a new file beside it, flushed to the disk, then renamed over it. On an
/// error (a full disk, a read-only folder) what was there stays, and nothing is left beside it. Follows a symbolic
/// link to the file that it names, keeps an existing file's permissions, and refuses to replace a file that is
/// write-protected or not a regular one. Takes away what killed processes left beside it. Several files that belong
/// together are a Replacement. Errors are of ErrorKind::Work. Any thread.
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& file, std::string_view bytes);

/// Writes a file into a folder that a Replacement staged, and the folders on its way, flushed to the disk.
/// @param named by what name an error tells it
[[nodiscard]] Result<void> writeNewFile(const std::filesystem::path& file, std::string_view bytes,
                                        const std::filesystem::path& named);

/// An error where writeFileAtomically() would refuse the file before it writes anything: for a check before what must
/// not be done for nothing. The errors are those of writeFileAtomically() and of checkWritableFolder(). Any thread.
[[nodiscard]] Result<void> checkReplaceable(const std::filesystem::path& file);

/// The whole file, as it is once what a killed process left half replaced is put back (see journal.h). An error where
/// it cannot be read, is not a regular file or is longer than `limit` bytes.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& file, std::uintmax_t limit);

} // namespace ligature
