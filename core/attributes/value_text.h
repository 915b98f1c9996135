// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/attributes/attributes.h"

namespace ligature {

/// A value as a person types it on the command line or into a list: "0.01", "true", "adam". An error where it is not of
/// the spec's kind, or is a shape; its range is validateValue()'s.
/// @param where in the error
[[nodiscard]] Result<AttributeValue> valueFromText(const AttributeSpec& spec, const std::string& text,
                                                   const std::string& where);

/// The same back, to the last digit: valueFromText() reads it.
[[nodiscard]] std::string valueText(const AttributeValue& value);

} // namespace ligature
