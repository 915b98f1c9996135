// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ligature {

/// "data.csv, line 3, column 2 ("colour")": how every error names a cell. Lines and columns count from 1; the name may
/// be empty.
[[nodiscard]] std::string csvPlace(const std::string& where, std::size_t line, std::size_t column,
                                   std::string_view name = {});

/// A cell's text in a message: in quotation marks, shortened where it is long.
[[nodiscard]] std::string quotedCell(std::string_view cell);

/// The text without spaces of any width, tabs and byte order marks at both ends.
[[nodiscard]] std::string_view withoutSpaces(std::string_view text);

} // namespace ligature
