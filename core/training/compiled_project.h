// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <tl/expected.hpp>

#include "core/data/dataset.h"
#include "core/network/analysis.h"
#include "core/program/operation_graph.h"
#include "core/project/project.h"
#include "core/tying/twin.h"

namespace ligature {

/// What is trained of a project: its tied network without repeats, and the twin where that is trained too, both lowered
/// to operations.
struct CompiledProject {
    struct Untied {
        Twin twin;
        OperationGraph graph;
    };
    Network network; ///< tied
    OperationGraph graph;
    std::optional<Untied> untied = {};
};

/// A pure function. In place of an error, all that trainingObstacles() tells: why the project cannot be trained on the
/// data. Only graphs are made, which are small; no memory is taken for values.
[[nodiscard]] tl::expected<CompiledProject, std::vector<Diagnostic>> compileForTraining(const Project& project,
                                                                                        const Dataset& dataset);

} // namespace ligature
