// SPDX-License-Identifier: GPL-3.0-or-later
// How long an edit takes at 300 layers and at 3,000: the copy, the difference, shapes, counts and undo together. The
// window's frame has 16 ms.
#include <benchmark/benchmark.h>

#include "core/network/edits.h"
#include "ui/document/document.h"

using namespace ligature;

namespace {

/// A chain of Dense and ReLU layers, every second weight tied to one shared parameter.
Project chain(int layers)
{
    Project project;
    Network& network = project.network;
    LayerId last = addLayer(network, "input");
    const ParameterId weight = addSharedParameter(network, "W");
    for (int i = 0; i < layers; ++i) {
        const bool dense = i % 2 == 0;
        const LayerId next = addLayer(network, dense ? "dense" : "relu", "layer" + std::to_string(i));
        if (dense) {
            const Slot slot{next, "weight"};
            network.layers.at(next).attributes.set("out_features", std::int64_t{64});
            if (i % 4 == 0) {
                network.parameters.erase(network.ties.at(slot).parameter);
                network.ties[slot] = Tie{weight};
            }
        }
        network.links[Port{next, "input"}] = Port{last, "output"};
        project.canvas.layers[next] = {i * 100.0, 0};
        last = next;
    }
    return project;
}

void turnAnAttribute(benchmark::State& state)
{
    Document document;
    document.replace(chain(static_cast<int>(state.range(0))));
    const LayerId layer = document.analysis().order[static_cast<std::size_t>(state.range(0)) / 2];
    std::int64_t value = 64;
    for (auto _ : state) {
        const auto done = document.edit(
            QStringLiteral("Turn"),
            [&](Project& project) -> Result<void> {
                project.network.layers.at(layer).attributes.set("out_features", ++value);
                return {};
            },
            QStringLiteral("turn"));
        if (!done)
            state.SkipWithError("the edit failed");
    }
}
BENCHMARK(turnAnAttribute)->Arg(300)->Arg(3000)->Unit(benchmark::kMillisecond);

void moveANode(benchmark::State& state)
{
    Document document;
    document.replace(chain(static_cast<int>(state.range(0))));
    const LayerId layer = document.analysis().order.back();
    for (auto _ : state) {
        const auto done = document.edit(
            QStringLiteral("Move"),
            [&](Project& project) -> Result<void> {
                project.canvas.layers[layer].x += 20;
                return {};
            },
            QStringLiteral("move"));
        if (!done)
            state.SkipWithError("the edit failed");
    }
}
BENCHMARK(moveANode)->Arg(300)->Arg(3000)->Unit(benchmark::kMillisecond);

void analyseAlone(benchmark::State& state)
{
    const Project project = chain(static_cast<int>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(analyse(project.network));
}
BENCHMARK(analyseAlone)->Arg(300)->Arg(3000)->Unit(benchmark::kMillisecond);

void accountAlone(benchmark::State& state)
{
    const Project project = chain(static_cast<int>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(accountOf(project.network, project.training));
}
BENCHMARK(accountAlone)->Arg(300)->Arg(3000)->Unit(benchmark::kMillisecond);

} // namespace
