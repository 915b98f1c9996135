// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error/result.h"

namespace ligature {

/// "data.csv, line 3, column 2 ("colour")": how every error names a cell. Lines and columns count from 1; the name may
/// be empty.
[[nodiscard]] std::string csvPlace(const std::string& where, std::size_t line, std::size_t column,
                                   std::string_view name = {});

/// A cell's text in a message: in quotation marks, shortened where it is long.
[[nodiscard]] std::string quotedCell(std::string_view cell);

/// The text of a CSV file without its byte order mark. An error with line and byte where it is no text: NUL and other
/// control characters, UTF-16, invalid UTF-8.
/// @param where names the file in errors
[[nodiscard]] Result<std::string_view> checkedCsvText(std::string_view bytes, const std::string& where);

/// What separates the cells, by the first lines: the first of tab, semicolon and comma that each of them has equally
/// often; then a space, where the lines have equally many words and one of the last line's is a number; a comma
/// otherwise. Semicolons come before commas because those files write "3,5".
[[nodiscard]] char detectDelimiter(std::string_view text);

} // namespace ligature
