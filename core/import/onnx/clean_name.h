// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace ligature {

/// The wish as a name that a layer or a parameter may have: short UTF-8 without points, slashes and control characters.
/// @param otherwise where nothing is left of it
[[nodiscard]] std::string cleanName(std::string_view wish, const std::string& otherwise);

/// The same between quotation marks.
[[nodiscard]] std::string quotedName(std::string_view wish, const std::string& otherwise);

} // namespace ligature
