// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/json_value.h"
#include "core/project/project.h"

namespace ligature {

/// The section of a project file for what only the drawing needs. Of nodes that the network does not have, nothing is
/// written.
[[nodiscard]] nlohmann::ordered_json canvasToJson(const Canvas& canvas, const Network& network);

/// Reports an entry for a node that the network does not have, and a second one for the same node.
[[nodiscard]] Canvas readCanvas(const JsonValue& value, const Network& network);

} // namespace ligature
