// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/error/result.h"

namespace ligature {

/// An error where the folder is not there or no file can be made in it; found out by making one and removing it. Of
/// ErrorKind::Work where the disk is full or fails, else of ErrorKind::Input. For a check before long work, so that its
/// result has somewhere to go. Any thread.
[[nodiscard]] Result<void> checkWritableFolder(const std::filesystem::path& folder);

/// The same for a folder that is made where it is not there, and those above it.
[[nodiscard]] Result<void> makeWritableFolder(const std::filesystem::path& folder);

} // namespace ligature
