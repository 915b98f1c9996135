// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "core/project/project.h"
#include "ui/editor/canvas_style.h"
#include "ui/editor/endpoint.h"

namespace ligature {

class NetworkScene;

/// A node's size and where its wires meet it, from its top left corner.
struct NodeBox {
    double width = 0;
    double height = 0;
    std::map<std::string, double> input_y = {};
    std::map<std::string, double> output_y = {};
    std::map<std::string, double> slot_x = {};
};

struct NodeBoxes {
    std::map<LayerId, NodeBox> layers;
    std::map<ParameterId, NodeBox> parameters; ///< of shared ones
};

/// The boxes of what the scene shows.
[[nodiscard]] NodeBoxes nodeBoxes(const NetworkScene& scene);

/// The box that a node will have, before a scene shows it.
[[nodiscard]] NodeBox measured(const Project& project, const NodeId& node, const CanvasStyle& style);

} // namespace ligature
