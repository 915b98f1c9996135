// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace ligature {

/// JSON for a file that people read and compare: the keys in the order in which they were added, two-space indents,
/// what fits in 100 columns on one line (a shape, a link, a position), a line feed at the end. What is not UTF-8 in a
/// text is written as U+FFFD.
[[nodiscard]] std::string printJson(const nlohmann::ordered_json& json);

} // namespace ligature
