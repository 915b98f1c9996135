// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/edits.h"
#include "core/project/examples.h"
#include "tests/interop/interop_case.h"

namespace ligature::interop {

namespace {

/// Every matrix is read through a permutation that leaves its axes where they are.
Result<void> permuteNothing(Project& project)
{
    for (auto& [slot, tie] : project.network.ties) {
        if (slot.slot == "weight" && tie.view.empty())
            tie.view = {{"permute", {{"axes", Shape{0, 1}}}}};
    }
    return {};
}

/// The first layer that learns reads a layer norm of the features.
Result<void> normalizeFeatures(Project& project)
{
    Network& network = project.network;
    const LayerId encoder = network.ties.begin()->first.layer;
    const Port reads{encoder, "input"};
    const Port features = network.links.at(reads);
    const LayerId norm = addLayer(network, "layer_norm", "norm");
    unlink(network, reads);
    if (const auto linked = link(network, features, {norm, "input"}); !linked)
        return linked;
    return link(network, {norm, "output"}, reads);
}

struct Pitfall {
    const char* name;
    Result<void> (*change)(Project& project);
    float shift; ///< of the features, which are sixteenths: of a whole one the sums would be exact
};

constexpr Pitfall pitfalls[] = {
    // ONNX Runtime 1.16 takes each Transpose before a Gemm for one that exchanges the axes.
    {"a permutation that changes nothing", permuteNothing, 0},
    // ONNX Runtime 1.16 takes the variance for the difference of two large numbers.
    {"a layer norm of numbers that are alike", normalizeFeatures, 10.1F},
};

} // namespace

Result<std::vector<Sample>> pitfallSamples()
{
    std::vector<Sample> samples;
    for (const Pitfall& pitfall : pitfalls) {
        Result<Project> project = loadExample("tied-autoencoder-digits");
        if (!project)
            return tl::unexpected<Error>(project.error());
        project->name = pitfall.name;
        if (const auto changed = pitfall.change(*project); !changed)
            return tl::unexpected<Error>(changed.error());
        Result<Sample> sample = sampleOf(pitfall.name, *project, {});
        if (!sample)
            return tl::unexpected<Error>(sample.error());
        for (float& value : sample->features)
            value += pitfall.shift;
        samples.push_back(std::move(*sample));
    }
    return samples;
}

} // namespace ligature::interop
