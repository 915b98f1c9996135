// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "core/data/data_format.h"
#include "core/network/network.h"
#include "core/optimization/training_settings.h"
#include "core/project/experiment_plan.h"

namespace ligature {

/// Where a node's top left corner is on the canvas, in scene units (pixels at zoom 1).
struct CanvasPosition {
    double x = 0;
    double y = 0;
    bool operator==(const CanvasPosition&) const = default;
};

/// What only the drawing needs. Positions and colours are in a section of their own in the file, so that moving a node
/// does not touch the network.
struct Canvas {
    std::map<LayerId, CanvasPosition> layers;
    std::map<ParameterId, CanvasPosition> parameters; ///< of shared ones
    std::map<ParameterId, int> colours;               ///< of shared ones: an index into the theme's tie colours
    bool operator==(const Canvas&) const = default;
};

/// All that a .ligature file holds, a plain value.
struct Project {
    std::string name;        ///< "Tied autoencoder on handwritten digits"
    std::string description; ///< what it shows, a paragraph; may be empty
    Network network;
    Canvas canvas;
    DataSource data;
    TrainingSettings training;
    ExperimentPlan experiment = {};
    bool operator==(const Project&) const = default;
};

} // namespace ligature
