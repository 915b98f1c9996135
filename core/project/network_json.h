// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/json_value.h"
#include "core/network/network.h"

namespace ligature {

/// The greatest id in a file: what every JSON reader keeps exactly.
inline constexpr std::int64_t greatestId = std::int64_t{1} << 53;

/// The network's section of a project file: layers, parameters, links, ties and repeats, each a list in the order of
/// the ids. What has its usual value (a tie without a view, a factor of 1) is left out.
[[nodiscard]] nlohmann::ordered_json networkToJson(const Network& network);

/// The same read back. Reports whatever breaks what edits.h promises: unknown types and attributes, ids that are taken
/// or refer to nothing, names that are not unique, ports and slots that their layer does not have, an input with two
/// links, a slot with two ties or none, a private parameter that is not used exactly once, links that close a circle.
/// A network that is incomplete, or whose shapes do not fit, is read: analyse() tells.
[[nodiscard]] Network readNetwork(const JsonValue& value);

} // namespace ligature
