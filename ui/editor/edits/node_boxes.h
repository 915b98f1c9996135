// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/arrangement.h"
#include "ui/editor/canvas_style.h"
#include "ui/editor/endpoint.h"

namespace ligature {

class NetworkScene;

/// The boxes of what the scene shows.
[[nodiscard]] NodeBoxes nodeBoxes(const NetworkScene& scene);

/// The box that a node will have, before a scene shows it.
[[nodiscard]] NodeBox measured(const Project& project, const NodeId& node, const CanvasStyle& style);

} // namespace ligature
