// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/export/code/plan.h"

namespace ligature {

/// A text of the user's as a comment of any language can hold it: what would end a line or the comment, or turn the
/// direction of writing, is replaced. It may still end with a backslash: put something behind it.
[[nodiscard]] std::string commentText(std::string_view text);

/// Who reads a parameter, and how where it is not as it is: "read by encoder.weight; as Wᵀ by decoder.weight".
[[nodiscard]] std::string usesText(const CodePlan& plan, std::size_t parameter);

} // namespace ligature
