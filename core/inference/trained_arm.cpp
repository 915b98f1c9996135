// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/trained_arm.h"

#include <algorithm>
#include <system_error>

#include "core/files/atomic_file.h"
#include "core/memory/memory_limit.h"
#include "core/program/lower.h"
#include "core/report/training_folder.h"
#include "core/training/checkpoint.h"
#include "core/training/measure.h"
#include "core/training/trainer.h"

namespace ligature {

namespace {

constexpr std::uintmax_t largestCheckpointFile = std::uintmax_t{1} << 36;

/// What the checkpoint beside the weights says of the training; weights of an earlier version may be alone.
Result<void> readTraining(const std::filesystem::path& file, TrainedArm& arm)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return {};
    const Result<std::string> bytes = readFile(file, largestCheckpointFile);
    if (!bytes)
        return tl::unexpected<Error>(bytes.error());
    const Result<SafetensorsFile> checkpoint = decodeSafetensors(*bytes, file.string());
    if (!checkpoint)
        return tl::unexpected<Error>(checkpoint.error());
    const Result<CheckpointFacts> facts = checkpointFacts(*checkpoint, file.string());
    if (!facts)
        return tl::unexpected<Error>(facts.error());
    arm.training.seed = facts->seed;
    arm.training.batch_size = facts->batch_size;
    arm.training.test_fraction = facts->test_fraction;
    arm.training.training_fraction = facts->training_fraction;
    arm.training.split = facts->split;
    arm.training.folds = facts->folds;
    arm.training.fold = facts->fold;
    arm.split = TrainedArm::Split{facts->training_samples, facts->validation_samples};
    arm.data = facts->data;
    return {};
}

} // namespace

Result<TrainedArm> readTrainedArm(const std::filesystem::path& folder, const Project& project, const ArmId& arm)
{
    Result<ExportRequest> trained = readTrained(folder, project, arm);
    if (!trained)
        return tl::unexpected<Error>(trained.error());
    TrainedArm read{.arm = arm,
                    .network = std::move(trained->network),
                    .graph = {},
                    .weights = std::move(trained->weights),
                    .training = std::move(trained->training),
                    .where = (folder / weightsFileName(arm)).string()};
    for (const ParameterValues& parameter : read.weights.parameters) {
        if (const auto finite = checkFinite(parameter.name, parameter.shape, parameter.values, read.where); !finite)
            return tl::unexpected<Error>(finite.error());
    }
    Result<OperationGraph> graph = lower(read.network);
    if (!graph)
        return tl::unexpected<Error>(graph.error());
    read.graph = std::move(*graph);
    if (const auto told = readTraining(folder / checkpointFileName(arm), read); !told)
        return tl::unexpected<Error>(told.error());
    return read;
}

Result<std::unique_ptr<Program<float>>> compile(const TrainedArm& arm, std::int64_t max_batch)
{
    const auto bytes = static_cast<std::uint64_t>(Program<float>::bytesNeeded(arm.graph, max_batch));
    if (const auto fits = checkMemory(bytes, arm.where, "close other programs, or make the batch smaller"); !fits)
        return tl::unexpected<Error>(fits.error());
    auto program = std::make_unique<Program<float>>(arm.graph, max_batch, arm.training.seed);
    if (const auto loaded = loadWeights(*program, arm.weights); !loaded)
        return tl::unexpected<Error>(loaded.error());
    return program;
}

} // namespace ligature
