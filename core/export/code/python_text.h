// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/attributes/attributes.h"

/// Pieces of Python.
namespace ligature {

/// "true" -> "True", 1.0 -> "1.0", {3} -> "(3,)".
[[nodiscard]] std::string pythonLiteral(const AttributeValue& value);
/// A string literal that gives these bytes, whatever they are.
[[nodiscard]] std::string pythonString(std::string_view text);
/// The text on one line, for a comment: what would end it becomes a space.
[[nodiscard]] std::string inComment(std::string_view text);
/// One statement over several lines where it is too long for one: broken behind commas in parentheses.
[[nodiscard]] std::string wrapped(std::string_view statement);

} // namespace ligature
