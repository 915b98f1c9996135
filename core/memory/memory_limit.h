// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/error/result.h"

namespace ligature {

/// Bytes of memory that this program can still take: what the system has free without swapping, and no more than its
/// control group (a container) leaves. Nothing where the system does not tell.
[[nodiscard]] std::optional<std::uint64_t> availableMemory();

/// An error with both figures where `bytes` is more than availableMemory(), before the kernel notices and kills the
/// program: Linux grants memory that it does not have.
/// @param where what needs it, in the error
/// @param mend what can be done about it, in the error
[[nodiscard]] Result<void> checkMemory(std::uint64_t bytes, const std::string& where,
                                       const std::string& mend = "close other programs, or take fewer samples");

} // namespace ligature
