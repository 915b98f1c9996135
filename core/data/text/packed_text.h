// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error/result.h"

namespace ligature {

/// Whether a file is packed as Debian's bible-kjv-text has it.
[[nodiscard]] bool isPackedText(std::string_view bytes);

/// Unpacks it: windows of equal length, each packed for itself by Unix compress (Welch 1984), behind a table of where
/// they begin. An error where the file is damaged or unpacks to more than `limit` bytes.
/// @param where names the file in errors
[[nodiscard]] Result<std::string> unpackText(std::string_view bytes, std::uint64_t limit, const std::string& where);

/// The text without the references that its lines begin with ("Ge1:1 In the beginning" to "In the beginning"): they are
/// addresses and no language.
[[nodiscard]] std::string withoutReferences(std::string_view text);

} // namespace ligature
