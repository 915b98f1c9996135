// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <tl/expected.hpp>

#include "core/data/dataset.h"
#include "core/network/analysis.h"
#include "core/program/operation_graph.h"
#include "core/project/project.h"
#include "core/tying/arm.h"

namespace ligature {

/// An arm lowered to operations.
struct CompiledArm {
    ArmId id;
    DerivedNetwork made;
    OperationGraph graph;
};

/// What is trained of a project: its network without repeats, and the arms that are made of it.
struct CompiledProject {
    Network network; ///< as it is drawn
    OperationGraph graph;
    std::vector<CompiledArm> arms = {}; ///< in the order of the settings
};

/// A pure function. In place of an error, all that trainingObstacles() tells: why the project cannot be trained on the
/// data. Only graphs are made, which are small; no memory is taken for values.
[[nodiscard]] tl::expected<CompiledProject, std::vector<Diagnostic>> compileForTraining(const Project& project,
                                                                                        const Dataset& dataset);

} // namespace ligature
