// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "core/experiment/experiment_queue.h"
#include "core/experiment/train_run.h"
#include "tests/support/example_networks.h"

/// Experiments that are through in milliseconds.
namespace ligature::testing {

inline constexpr ArmId narrowedArm{"narrowed"};
inline constexpr ArmId ownStartArm{"untied-own-start"};

/// A tied autoencoder beside its twin: 3 seeds, 2 epochs of 48 samples.
inline Project smallProject()
{
    Project project = tiedAutoencoder(6, 3);
    project.training.arms = {tiedArm, untiedArm};
    project.training.epochs = 2;
    project.training.batch_size = 8;
    project.training.optimizer = "adam";
    project.training.optimizer_attributes = {{"learning_rate", 0.01}};
    project.experiment.seeds = 3;
    return project;
}

inline std::shared_ptr<const Dataset> smallData(std::uint64_t seed = 7)
{
    return randomDataset(60, 6, 3, seed);
}

/// A test's own plan is right; anything else is a fault of the test, and throws.
inline Experiment planned(const Project& project, std::uint64_t data_seed = 7)
{
    auto experiment = Experiment::plan(project, smallData(data_seed));
    if (!experiment)
        throw std::logic_error(experiment.error().oneLine());
    return std::move(*experiment);
}

/// Why it cannot be planned, on one line; empty where it can.
inline std::string refusal(const Project& project)
{
    const auto experiment = Experiment::plan(project, smallData());
    return experiment ? std::string() : experiment.error().oneLine();
}

inline void runThrough(const Experiment& experiment, RunStore& store, int threads = 1, Shard shard = {})
{
    ExperimentQueue queue(experiment, store, threads, shard);
    const auto ran = queue.run({});
    if (!ran || !*ran)
        throw std::logic_error(ran ? "it was stopped" : ran.error().oneLine());
}

/// Each of the compared runs by itself, one after the other: what any queue is to come to.
inline void trainAlone(const Experiment& experiment, RunStore& store)
{
    for (const PlannedRun& planned : experiment.comparedRuns({})) {
        const std::string key = experiment.keyOf(planned);
        if (*store.find(key))
            continue;
        RunToTrain run{experiment.projectOf(planned), key, experiment.dataset(), {}};
        run.keep = [&](RunResult& result) {
            experiment.describe(planned, result);
            return store.add(result);
        };
        if (const auto trained = trainRun(run); !trained || !*trained)
            throw std::logic_error(trained ? "it was stopped" : trained.error().oneLine());
    }
}

/// All runs that are through, without the times, which differ each time.
inline std::string bits(const RunStore& store)
{
    std::string text;
    for (const std::string& key : store.keys()) {
        auto run = store.find(key);
        if (!run || !*run)
            throw std::logic_error(run ? key + " is gone" : run.error().oneLine());
        (*run)->seconds = 0;
        (*run)->seconds_per_step = 0;
        text += encodeRunResult(**run);
    }
    return text;
}

} // namespace ligature::testing
