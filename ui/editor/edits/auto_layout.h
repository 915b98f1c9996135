// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"
#include "ui/editor/edits/node_boxes.h"

namespace ligature {

/// Positions for all nodes, without colours: layers in columns from left to right along the links, each as level with
/// what feeds it as the others allow; shared parameters below the layers that use them, and nothing within the frame of
/// a repeat but its layers. The same network and boxes give the same positions. Links that form a circle are followed
/// as far as they go.
[[nodiscard]] Canvas arranged(const Network& network, const NodeBoxes& boxes);

} // namespace ligature
