// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/materialized.h"

#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/tying/twin.h"

namespace ligature {

AttributeSpec materializedSpec()
{
    return {.name = "materialized",
            .label = "Each use on its own",
            .kind = AttributeKind::Boolean,
            .default_value = false,
            .help = "Writes what each use of a shared parameter reads as a tensor of its own, for systems that cannot "
                    "tie. The file is as large as the untied twin's."};
}

Result<ExportRequest> asAsked(const ExportRequest& request)
{
    if (!withDefaults(std::vector{materializedSpec()}, request.options).get<bool>("materialized"))
        return request;
    const Result<OperationGraph> tied = lower(request.network);
    if (!tied)
        return tl::unexpected(tied.error());
    const Twin twin = untie(request.network);
    const Result<OperationGraph> untied = lower(twin.network);
    if (!untied)
        return tl::unexpected(untied.error());
    if (const auto enough = checkMemoryForValues(*untied); !enough)
        return tl::unexpected(enough.error());
    InitialValues values;
    for (const ParameterValues& parameter : request.weights.parameters)
        values[parameter.parameter] = {parameter.values.begin(), parameter.values.end()};
    const InitialValues read = twinValues<float>(values, *tied, twin);
    ExportRequest materialized = request;
    materialized.network = twin.network;
    materialized.weights.parameters.clear();
    for (const GraphParameter& parameter : untied->parameters) {
        if (const auto found = read.find(parameter.id); found != read.end())
            materialized.weights.parameters.push_back({parameter.id, parameter.name, parameter.shape,
                                                       std::vector<float>(found->second.begin(), found->second.end())});
    }
    return materialized;
}

} // namespace ligature
