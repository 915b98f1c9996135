// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <deque>
#include <vector>

#include <ctime>

#include "core/network/edits.h"
#include "core/program/lower.h"
#include "core/training/denormals.h"
#include "core/training/variant_run.h"
#include "tests/support/example_networks.h"

// What watching the uses of a shared parameter costs, in percent of a training step of one thread. Off is measured
// twice, as a measure of the noise. The runs take turns, and the median over the turns counts.

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr int turns = 41;
constexpr double secondsPerTurn = 0.03;

/// Of this thread: what other programs take does not count.
double processorSeconds()
{
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Workload {
    const char* name;
    std::int64_t features;
    std::int64_t hidden;
    std::int64_t batch;
};

class Measured {
public:
    Measured(const Workload& workload, std::shared_ptr<const Dataset> dataset, std::int64_t every)
        : m_project(projectOf(workload)), m_graph(lower(m_project.network).value()),
          m_run(tiedArm, m_project.network, m_graph, std::move(dataset), m_project.training,
                drawInitialValues(m_graph, 1))
    {
        m_run.watchUses(every);
    }

    /// Seconds a step, taking the events as a trainer does.
    double turn(std::int64_t steps)
    {
        const double start = processorSeconds();
        m_run.advance(steps, 0);
        m_seen += m_run.takeUseGradients().size();
        const double seconds = processorSeconds() - start;
        m_run.events().clear();
        return seconds / static_cast<double>(steps);
    }

    std::vector<double> times;

private:
    static Project projectOf(const Workload& workload)
    {
        Project project = tiedAutoencoder(workload.features, workload.hidden);
        project.training.batch_size = workload.batch;
        project.training.epochs = 1'000'000;
        project.training.validation_fraction = 0;
        project.training.optimizer_attributes = {{"learning_rate", 1e-4}};
        return project;
    }

    Project m_project;
    OperationGraph m_graph;
    VariantRun m_run;
    std::size_t m_seen = 0;
};

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

void measure(const Workload& workload)
{
    const std::vector<std::int64_t> intervals = {0, 0, 1, 2, 4, defaultWatchInterval, 64};
    const auto dataset = randomDataset(workload.batch * 512, workload.features, 10);
    std::deque<Measured> runs;
    for (const std::int64_t every : intervals)
        runs.emplace_back(workload, dataset, every);
    // A whole number of the watched steps, under an epoch, so that no measurement of validation falls into it.
    const double guess = runs[0].turn(16);
    const auto steps = std::clamp<std::int64_t>(static_cast<std::int64_t>(secondsPerTurn / guess) / 64, 1, 7) * 64;
    for (int turn = 0; turn < turns; ++turn) {
        for (Measured& run : runs)
            run.times.push_back(run.turn(steps));
    }
    const double off = median(runs[0].times);
    std::printf("%-20s batch %-4lld %9.1f us a step\n", workload.name, static_cast<long long>(workload.batch),
                off * 1e6);
    for (std::size_t i = 1; i < runs.size(); ++i) {
        const double cost = (median(runs[i].times) / off - 1) * 100;
        if (intervals[i] == 0)
            std::printf("    off             %+6.2f %%  (the noise)\n", cost);
        else
            std::printf("    every %-4lld step %+6.2f %%%s\n", static_cast<long long>(intervals[i]), cost,
                        intervals[i] == defaultWatchInterval ? "  (the default)" : "");
    }
}

} // namespace

int main()
{
    const DenormalsAsZero fast;
    for (const Workload& workload :
         {Workload{"tied 784-256-784", 784, 256, 32}, Workload{"tied 784-256-784", 784, 256, 128},
          Workload{"tied 64-32-64", 64, 32, 32}, Workload{"tied 64-32-64", 64, 32, 128}})
        measure(workload);
}
