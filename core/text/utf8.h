// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error/result.h"

namespace ligature {

/// The length of the valid UTF-8 sequence (RFC 3629) at the front of a text that is not empty, 0 where there is none.
[[nodiscard]] std::size_t utf8Length(std::string_view text);

/// A text file's text without its byte order mark. An error with line and byte where it is no text: NUL and other
/// control characters, UTF-16, invalid UTF-8.
/// @param where names the file in errors
/// @param otherwise the mend where it is no text at all: "choose a CSV file"
[[nodiscard]] Result<std::string_view> checkedUtf8(std::string_view bytes, const std::string& where,
                                                   const std::string& otherwise);

} // namespace ligature
