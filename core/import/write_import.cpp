// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/write_import.h"

#include <set>

#include "core/export/description.h"
#include "core/export/exporter.h"
#include "core/files/atomic_file.h"
#include "core/files/replacement.h"
#include "core/network/repeat.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/project/project_file.h"
#include "core/report/training_folder.h"
#include "core/training/trainer.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

std::shared_ptr<const TrainedParameter> trainedFrom(const Shape& shape, std::span<const double> values)
{
    auto trained = std::make_shared<TrainedParameter>();
    trained->shape = shape;
    trained->values.assign(values.begin(), values.end());
    return trained;
}

/// What a training leaves in its folder: what is there under these names is of other weights, and goes.
std::vector<std::string> trainingFiles(const std::filesystem::path& folder)
{
    std::vector<std::string> names = {historyFileName, usesFileName, stepLogFileName, reportFileName};
    for (const ArmId& arm : armsThatLeftFiles(folder)) {
        names.push_back(weightsFileName(arm));
        names.push_back(checkpointFileName(arm));
    }
    return names;
}

/// A training that goes on from the weights.
Result<std::unique_ptr<Trainer>> trainerFrom(const Project& project, const Weights& weights,
                                             const std::filesystem::path& base)
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
    return Trainer::resume(project, std::make_shared<const Dataset>(std::move(*data)), *state);
}

/// All that the folder is to hold, into `staged`.
Result<void> writeFolder(const Project& project, const Weights& weights, const std::filesystem::path& base,
                         const std::filesystem::path& staged, WrittenImport& written)
{
    ExportRequest request{project.name, tiedArm,          expand(project.network).network,
                          weights,      project.training, project.data};
    setDrawn(request, project);
    const std::string name = weightsFileName(tiedArm);
    const auto files = findExporter("safetensors")->write(request, name);
    if (!files)
        return tl::unexpected(files.error());
    if (auto done = writeNewFile(staged / name, files->front().bytes, written.weights / name); !done)
        return done;
    const auto trainer = trainerFrom(project, weights, base);
    if (!trainer) {
        written.no_checkpoint = trainer.error();
        return {};
    }
    const auto checkpoint = (*trainer)->writeCheckpoint(staged);
    if (checkpoint)
        return {};
    Error error = checkpoint.error();
    if (error.where.starts_with(staged.native()))
        error.where.replace(0, staged.native().size(), written.weights.native());
    return tl::unexpected(error);
}

Result<WrittenImport> writeImport(const Project& project, const Weights& weights,
                                  const std::filesystem::path& project_file, bool with_project)
{
    WrittenImport written{importedWeightsFolder(project_file)};
    // The journal beside the project: who opens it finds what belongs together.
    Replacement replacement(project_file.parent_path());
    const auto staged = replacement.stageFolder(written.weights);
    if (!staged)
        return tl::unexpected(staged.error());
    const std::filesystem::path base = std::filesystem::absolute(project_file).parent_path();
    if (const auto folder = writeFolder(project, weights, base, *staged, written); !folder)
        return tl::unexpected(folder.error());
    if (const auto added = replacement.switchFolder(trainingFiles(written.weights)); !added)
        return tl::unexpected(added.error());
    // The project last: where it is there, its weights are.
    if (with_project) {
        if (const auto added = replacement.write(project_file, writeProject(project)); !added)
            return tl::unexpected(added.error());
    }
    if (const auto done = replacement.commit(); !done)
        return tl::unexpected(done.error());
    return written;
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
    TrainedState& tied = state.variants[tiedArm];
    for (const ParameterValues& parameter : weights.parameters) {
        std::vector<double>& own = values[parameter.parameter];
        own.assign(parameter.values.begin(), parameter.values.end());
        tied.parameters[parameter.parameter] = trainedFrom(parameter.shape, own);
    }
    std::set<ArmId> arms = {untiedArm};
    arms.insert(project.training.arms.begin(), project.training.arms.end());
    arms.erase(tiedArm);
    for (const ArmId& arm : arms) {
        const Result<DerivedNetwork> made = makeArm(arm, network);
        if (!made)
            return tl::unexpected(made.error());
        const Result<OperationGraph> lowered = lower(made->network);
        if (!lowered)
            return tl::unexpected(lowered.error());
        if (const auto enough = checkMemoryForValues(*lowered); !enough)
            return tl::unexpected(enough.error());
        const InitialValues own = derivedValues(values, *graph, *made, *lowered, project.training.seed);
        for (const GraphParameter& parameter : lowered->parameters)
            state.variants[arm].parameters[parameter.id] = trainedFrom(parameter.shape, own.at(parameter.id));
    }
    for (auto& [variant, trained] : state.variants)
        trained.epoch_losses.assign(graph->losses.size() > 1 ? graph->losses.size() : 0, 0.0);
    return state;
}

Result<WrittenImport> writeImportedWeights(const Project& project, const Weights& weights,
                                           const std::filesystem::path& project_file)
{
    return writeImport(project, weights, project_file, false);
}

Result<WrittenImport> writeImportedModel(const ImportedModel& model, const std::filesystem::path& project_file)
{
    return writeImport(model.project, model.weights, project_file, true);
}

} // namespace ligature
