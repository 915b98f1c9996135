// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/code_exporter.h"

#include "core/export/description.h"
#include "core/optimization/schedule.h"
#include "core/safetensors/safetensors_file.h"

namespace ligature {

bool CodeExporter::supportsSchedule(const ScheduleType& type) const
{
    return !trains() || type.name() == constantSchedule || library().schedule(type.name()) != nullptr;
}

Result<CodePlan> CodeExporter::plan(const ExportRequest& request) const
{
    if (trainsUnclipped() && request.training.gradient_clipping > 0)
        return fail("gradient clipping", "what is exported to " + title() + " trains without it",
                    "set it to 0, or take PyTorch");
    const ScheduleType* const schedule = findScheduleType(request.training.schedule);
    if (schedule == nullptr || !supportsSchedule(*schedule)) {
        return fail("the schedule " + (schedule ? schedule->title() : request.training.schedule),
                    "what is exported to " + title() + " trains without it",
                    title() == "PyTorch" ? "choose another schedule" : "choose the constant one, or take PyTorch");
    }
    Identifiers identifiers(reservedNames(), "n", longestIdentifier());
    // A variable that is named as a function is would hide it.
    if (!functionsHaveAScope()) {
        for (const auto& [path, function] : library().functions())
            identifiers.reserve(function.name);
    }
    return planCode(request, library(), std::move(identifiers), title());
}

Result<std::string> CodeExporter::weightsOf(const CodePlan& plan, const ExportRequest& request)
{
    if (const auto valid = checkTensorNames(request.weights, "__metadata__"); !valid)
        return tl::unexpected<Error>(valid.error());
    SafetensorsFile file{.tensors = {}, .metadata = safetensorsMetadata(request)};
    for (const CodeParameter& parameter : plan.parameters)
        file.tensors.push_back({parameter.name, parameter.shape, *parameter.values});
    for (const CodeTable& table : plan.tables)
        file.tensors.push_back({table.name, table.shape, table.values});
    return encodeSafetensors(file);
}

Result<std::vector<ExportedFile>> CodeExporter::write(const ExportRequest& request, const std::string& file_name) const
{
    const Result<CodePlan> planned = plan(request);
    if (!planned)
        return tl::unexpected<Error>(planned.error());
    Result<std::string> weights = weightsOf(*planned, request);
    if (!weights)
        return tl::unexpected<Error>(weights.error());
    const CodeFiles files = {file_name, stemOf(file_name) + ".safetensors"};
    return std::vector<ExportedFile>{{files.code, code(*planned, request, files)},
                                     {files.weights, std::move(*weights)}};
}

Result<std::string> CodeExporter::preview(const ExportRequest& request) const
{
    const Result<CodePlan> planned = plan(request);
    if (!planned)
        return tl::unexpected<Error>(planned.error());
    return code(*planned, request, {"model" + extension(), "model.safetensors"});
}

std::string stemOf(const std::string& file_name)
{
    const std::size_t dot = file_name.rfind('.');
    return dot == std::string::npos || dot == 0 ? file_name : file_name.substr(0, dot);
}

} // namespace ligature
