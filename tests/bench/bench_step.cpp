// SPDX-License-Identifier: GPL-3.0-or-later
#include <benchmark/benchmark.h>

#include "core/network/edits.h"
#include "core/program/lower.h"
#include "core/training/denormals.h"
#include "core/training/variant_run.h"
#include "core/tying/twin.h"
#include "tests/bench/sequence_workloads.h"
#include "tests/support/example_networks.h"

// A training step (forward, loss, backward, update), one thread, batch gathering included. Names are
// network/batch/optimizer; step_against_pytorch.py runs the same ones in PyTorch.

using namespace ligature;
using namespace ligature::testing;

namespace {

struct Workload {
    const char* name;
    Network network;
    std::int64_t features;
    std::int64_t batch;
    std::shared_ptr<const Dataset> (*data)(std::int64_t samples) = nullptr; ///< nothing: features of normal numbers
};

std::vector<Workload> workloads()
{
    const Network autoencoder = tiedAutoencoder(784, 256).network;
    return {{"64-32-10", perceptron({64, 32, 10}).network, 64, 32},
            {"784-512-512-10", perceptron({784, 512, 512, 10}).network, 784, 32},
            {"784-512-512-10", perceptron({784, 512, 512, 10}).network, 784, 128},
            {"tied-784-256-784", autoencoder, 784, 128},
            {"untied-784-256-784", untie(autoencoder).network, 784, 128},
            {"cnn-16-32-28x28", convolutional(28, {16, 32}, 10).network, 784, 64},
            {"tied-lm-10000-128", tiedLanguageModel(), 35, 20, randomText},
            {"lstm-128-256", lstmClassifier(), 35 * 128, 20}};
}

void step(benchmark::State& state, const Workload& workload, const std::string& optimizer)
{
    TrainingSettings settings;
    settings.optimizer = optimizer;
    settings.optimizer_attributes = {{"learning_rate", 1e-4}};
    settings.batch_size = workload.batch;
    settings.epochs = 1'000'000;
    settings.validation_fraction = 0;
    const OperationGraph graph = lower(workload.network).value();
    const std::int64_t batches = 8;
    VariantRun run(tiedArm, workload.network, graph,
                   workload.data != nullptr ? workload.data(workload.batch * batches)
                                            : randomDataset(workload.batch * batches, workload.features, 10),
                   settings, drawInitialValues(graph, 1));
    const DenormalsAsZero fast;
    // Without the measurement at the epoch's end, which is not part of a step.
    const std::int64_t steps = batches - 1;
    for (auto _ : state) {
        run.advance(steps, 0);
        state.PauseTiming();
        run.advance(1, 0);
        run.events().clear();
        state.ResumeTiming();
    }
    state.counters["us_per_step"] = benchmark::Counter(static_cast<double>(state.iterations() * steps) / 1e6,
                                                       benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

} // namespace

int main(int argc, char** argv)
{
    for (const Workload& workload : workloads()) {
        for (const char* optimizer : {"sgd", "adam"}) {
            const std::string name =
                std::string(workload.name) + "/" + std::to_string(workload.batch) + "/" + optimizer;
            benchmark::RegisterBenchmark(name.c_str(), step, workload, optimizer)->UseRealTime();
        }
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
