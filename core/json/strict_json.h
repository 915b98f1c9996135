// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/error/result.h"

namespace ligature {

/// How deep arrays and objects may be nested in a file: far more than ours are, far less than any stack.
inline constexpr int jsonNestingLimit = 64;

/// Parses JSON as RFC 8259 has it, and refuses what readers do not agree on: a key twice in one object, and nesting
/// deeper than jsonNestingLimit. Numbers that a double cannot hold and text that is not UTF-8 are errors too.
/// Takes time in proportion to the text.
/// @param where the file's name; the error adds the line and the column, or a key's JSON pointer
[[nodiscard]] Result<nlohmann::json> parseStrictJson(std::string_view text, const std::string& where);

/// A key as a part of a JSON pointer (RFC 6901): "/" written as "~1", "~" as "~0".
[[nodiscard]] std::string pointerToken(std::string_view key);

} // namespace ligature
