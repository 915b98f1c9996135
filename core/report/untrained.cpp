// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/untrained.h"

#include "core/export/description.h"
#include "core/network/analysis.h"
#include "core/network/repeat.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/training/trainer.h"
#include "core/tying/twin.h"

namespace ligature {

Result<ExportRequest> untrained(const Project& project, Variant variant)
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
    ExportRequest request = {project.name, variant, network, {}, project.training, project.data};
    OperationGraph graph = *tied;
    if (variant == Variant::Untied) {
        const Twin twin = untie(network);
        Result<OperationGraph> untied = lower(twin.network);
        if (!untied)
            return tl::unexpected<Error>(untied.error());
        if (const auto enough = checkMemoryForValues(*untied); !enough)
            return tl::unexpected(enough.error());
        values = twinValues<float>(values, *tied, twin);
        request.network = twin.network;
        graph = std::move(*untied);
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
