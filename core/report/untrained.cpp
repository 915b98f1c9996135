// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/untrained.h"

#include "core/export/description.h"
#include "core/network/analysis.h"
#include "core/network/repeat.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/training/trainer.h"
#include "core/tying/arm.h"

namespace ligature {

Result<ExportRequest> untrained(const Project& project, ArmId variant)
{
    if (const auto obstacles = trainingObstacles(project, nullptr); !obstacles.empty())
        return tl::unexpected(errorOf(project.network, obstacles.front()));
    const Network network = expand(project.network).network;
    const Result<OperationGraph> tied = lower(network);
    if (!tied)
        return tl::unexpected<Error>(tied.error());
    if (const auto enough = checkMemoryForValues(*tied); !enough)
        return tl::unexpected(enough.error());
    InitialValues values = drawInitialValues(*tied, project.training.seed);
    Result<DerivedNetwork> made = makeArm(variant, network);
    if (!made)
        return tl::unexpected(made.error());
    ExportRequest request = {project.name, variant, made->network, {}, project.training, project.data};
    OperationGraph graph = *tied;
    if (made->network != network) {
        Result<OperationGraph> lowered = lower(made->network);
        if (!lowered)
            return tl::unexpected<Error>(lowered.error());
        if (const auto enough = checkMemoryForValues(*lowered); !enough)
            return tl::unexpected(enough.error());
        values = derivedValues(values, *tied, *made, *lowered, project.training.seed);
        graph = std::move(*lowered);
    }
    setDrawn(request, project);
    for (const GraphParameter& parameter : graph.parameters) {
        const std::vector<double>& drawn = values.at(parameter.id);
        request.weights.parameters.push_back(
            {parameter.id, parameter.name, parameter.shape, std::vector<float>(drawn.begin(), drawn.end())});
    }
    return request;
}

} // namespace ligature
