// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/write_import.h"

#include "core/export/description.h"
#include "core/export/write_export.h"
#include "core/network/repeat.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/report/training_folder.h"
#include "core/training/trainer.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

std::shared_ptr<const TrainedParameter> trainedFrom(const Shape& shape, std::span<const double> values)
{
    auto trained = std::make_shared<TrainedParameter>();
    trained->shape = shape;
    trained->values.assign(values.begin(), values.end());
    return trained;
}

/// What a training left in the folder is of other weights: it must not be trained on from as if it were of these.
Result<void> removeOthers(const std::filesystem::path& folder)
{
    for (const std::string& name :
         {weightsFileName(Variant::Untied), checkpointFileName(Variant::Tied), checkpointFileName(Variant::Untied),
          std::string(historyFileName), std::string(usesFileName), std::string(reportFileName)}) {
        std::error_code error;
        std::filesystem::remove(folder / name, error);
        if (error)
            return fail((folder / name).string(), "it is of other weights, and cannot be removed: " + error.message(),
                        "remove it, and import again", ErrorKind::Work);
    }
    return {};
}

Result<void> writeCheckpoint(const Project& project, const Weights& weights, const std::filesystem::path& base,
                             const std::filesystem::path& folder)
{
    Result<Dataset> data = loadDataset(project.data, base);
    if (!data)
        return tl::unexpected(data.error());
    // Before the twin's values are made, which may be many more than those of the tied network.
    if (const auto obstacles = trainingObstacles(project, &*data); !obstacles.empty())
        return tl::unexpected(errorOf(project.network, obstacles.front(), project.name));
    Result<TrainingState> state = stateFrom(project, weights);
    if (!state)
        return tl::unexpected(state.error());
    const auto trainer = Trainer::resume(project, std::make_shared<const Dataset>(std::move(*data)), *state);
    if (!trainer)
        return tl::unexpected(trainer.error());
    return (*trainer)->writeCheckpoint(folder);
}

} // namespace

std::filesystem::path importedWeightsFolder(const std::filesystem::path& project_file)
{
    return runsFolder(project_file) / "imported";
}

Result<TrainingState> stateFrom(const Project& project, const Weights& weights)
{
    const Network network = expand(project.network).network;
    const Result<OperationGraph> graph = lower(network);
    if (!graph)
        return tl::unexpected(graph.error());
    TrainingState state;
    InitialValues values;
    TrainedState& tied = state.variants[Variant::Tied];
    for (const ParameterValues& parameter : weights.parameters) {
        std::vector<double>& own = values[parameter.parameter];
        own.assign(parameter.values.begin(), parameter.values.end());
        tied.parameters[parameter.parameter] = trainedFrom(parameter.shape, own);
    }
    const Twin twin = untie(network);
    const Result<OperationGraph> untied = lower(twin.network);
    if (!untied)
        return tl::unexpected(untied.error());
    if (const auto enough = checkMemoryForValues(*untied); !enough)
        return tl::unexpected(enough.error());
    const InitialValues copies = twinValues<float>(values, *graph, twin);
    for (const GraphParameter& parameter : untied->parameters)
        state.variants[Variant::Untied].parameters[parameter.id] =
            trainedFrom(parameter.shape, copies.at(parameter.id));
    for (auto& [variant, trained] : state.variants)
        trained.epoch_losses.assign(graph->losses.size() > 1 ? graph->losses.size() : 0, 0.0);
    return state;
}

Result<WrittenImport> writeImportedWeights(const Project& project, const Weights& weights,
                                           const std::filesystem::path& project_file)
{
    WrittenImport written{importedWeightsFolder(project_file)};
    if (const auto prepared = prepareTrainingFolder(written.weights); !prepared)
        return tl::unexpected(prepared.error());
    ExportRequest request{project.name, Variant::Tied,    expand(project.network).network,
                          weights,      project.training, project.data};
    setDrawn(request, project);
    const auto exported =
        writeExport(*findExporter("safetensors"), request, written.weights / weightsFileName(Variant::Tied));
    if (!exported)
        return tl::unexpected(exported.error());
    if (const auto removed = removeOthers(written.weights); !removed)
        return tl::unexpected(removed.error());
    const auto checkpoint =
        writeCheckpoint(project, weights, std::filesystem::absolute(project_file).parent_path(), written.weights);
    if (!checkpoint)
        written.no_checkpoint = checkpoint.error();
    return written;
}

} // namespace ligature
