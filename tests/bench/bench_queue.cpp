// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <ctime>
#include <sys/resource.h>
#include <unistd.h>

#include "core/experiment/experiment_queue.h"
#include "core/experiment/train_run.h"
#include "core/training/denormals.h"
#include "tests/support/example_networks.h"

// What pairing costs: the processor's time that two arms take in lockstep on one core, in parts of what they take one
// after the other; the runs take turns, and the median over the turns counts. And how much of two cores the queue keeps
// busy over a whole experiment: of the time that its threads could have had a core, how long they had it or waited for
// it because of other programs.

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr int turns = 9;
constexpr int cores = 2;

double seconds(clockid_t clock)
{
    std::timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Workload {
    const char* name;
    std::int64_t features;
    std::int64_t hidden;
    std::int64_t samples;
    std::int64_t epochs;
    std::int64_t seeds;
};

Experiment experimentOf(const Workload& workload, std::int64_t seeds)
{
    Project project = tiedAutoencoder(workload.features, workload.hidden);
    project.training.arms = {tiedArm, untiedArm};
    project.training.batch_size = 32;
    project.training.epochs = workload.epochs;
    project.training.optimizer_attributes = {{"learning_rate", 1e-4}};
    project.experiment.seeds = seeds;
    auto experiment = Experiment::plan(project, randomDataset(workload.samples, workload.features, 2, 1));
    if (!experiment)
        std::abort();
    return std::move(*experiment);
}

double median(std::vector<double> values)
{
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

/// Both arms of the first seed by themselves, one after the other.
double alone(const Experiment& experiment)
{
    const double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (const PlannedRun& planned : experiment.comparedRuns({})) {
        const RunToTrain run{experiment.projectOf(planned), experiment.keyOf(planned), experiment.dataset(), {}};
        if (!trainRun(run))
            std::abort();
    }
    return seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
}

double inLockstep(const Experiment& experiment)
{
    RunStore store;
    const double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    ExperimentQueue queue(experiment, store, 1);
    if (!queue.run({}))
        std::abort();
    return seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
}

void compareLockstep(const Workload& workload)
{
    const Experiment experiment = experimentOf(workload, 1);
    (void)alone(experiment);
    std::vector<double> one_by_one;
    std::vector<double> paired;
    std::vector<double> noise;
    for (int turn = 0; turn < turns; ++turn) {
        one_by_one.push_back(alone(experiment));
        paired.push_back(inLockstep(experiment));
        noise.push_back(alone(experiment));
    }
    std::printf("lockstep   %-22s alone %6.1f ms, in lockstep %6.1f ms: %.3f of the sum (alone again: %.3f)\n",
                workload.name, 1e3 * median(one_by_one), 1e3 * median(paired), median(paired) / median(one_by_one),
                median(noise) / median(one_by_one));
}

/// Of all threads of the process that there are: nanoseconds in which one could run and had no core.
double waitedForACore()
{
    double waited = 0;
    std::error_code none;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", none)) {
        std::ifstream file(task.path() / "schedstat");
        double ran = 0;
        double waits = 0;
        if (file >> ran >> waits)
            waited += 1e-9 * waits;
    }
    return waited;
}

void compareCores(const Workload& workload)
{
    const Experiment experiment = experimentOf(workload, workload.seeds);
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("ligature-bench-queue-" + std::to_string(::getpid()));
    {
        const auto store = *RunStore::open(folder);
        ExperimentQueue queue(experiment, *store, cores);
        const double start = seconds(CLOCK_MONOTONIC);
        const double cpu_start = seconds(CLOCK_PROCESS_CPUTIME_ID);
        double waited = 0; // As the threads still are there to be asked.
        const double waited_before = waitedForACore();
        if (!queue.run({}, [&](const ExperimentProgress&) { waited = std::max(waited, waitedForACore()); }))
            std::abort();
        const double wall = seconds(CLOCK_MONOTONIC) - start;
        const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
        waited -= waited_before;
        std::printf("two cores  %-22s %.2f s: %.1f %% of two cores used, %.1f %% with what others took of them\n",
                    workload.name, wall, 100 * cpu / (cores * wall), 100 * (cpu + waited) / (cores * wall));
    }
    std::error_code none;
    std::filesystem::remove_all(folder, none);
}

} // namespace

int main()
{
    const Workload workloads[] = {{"64-16-64, 1437 samples", 64, 16, 1437, 100, 10},
                                  {"784-128-784, 1000", 784, 128, 1000, 8, 7},
                                  {"1024-512-1024, 512", 1024, 512, 512, 4, 3}};
    for (const Workload& workload : workloads)
        compareLockstep(workload);
    for (const Workload& workload : workloads)
        compareCores(workload);
}
