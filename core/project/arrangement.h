// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "core/project/project.h"

namespace ligature {

/// A node's size and where its wires meet it, from its top left corner; in scene units.
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

/// What a repeat's frame takes beside its layers, and above them, where its title is.
inline constexpr double repeatFrameMargin = 20;
inline constexpr double repeatFrameTop = 60;

/// About the boxes that the canvas will draw, for where no fonts are: an import without a window.
[[nodiscard]] NodeBoxes typicalBoxes(const Network& network);

/// Positions for all nodes, without colours: layers in columns from left to right along the links, each as level with
/// what feeds it as the others allow; shared parameters below the layers that use them, and nothing within the frame of
/// a repeat but its layers. The same network and boxes give the same positions. Links that form a circle are followed
/// as far as they go.
[[nodiscard]] Canvas arranged(const Network& network, const NodeBoxes& boxes);

/// Below those layers and between them, beside the parameters that are there already: where one more parameter goes
/// that they share.
[[nodiscard]] CanvasPosition placeBelow(const Canvas& canvas, const std::vector<LayerId>& layers);

} // namespace ligature
