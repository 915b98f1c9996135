// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <iterator>
#include <optional>
#include <span>

#include "core/layers/layer_type.h"
#include "core/memory/memory_limit.h"
#include "core/network/repeat.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/project/project_remedy.h"
#include "core/text/number_text.h"
#include "core/training/batch_order.h"
#include "core/training/compiled_project.h"
#include "core/training/data_fit.h"
#include "core/training/kept_weights.h"
#include "core/training/optimizer_state.h"
#include "core/training/settings_finding.h"
#include "core/training/soft_ties.h"
#include "core/training/trainer.h"

namespace ligature {

namespace {

/// What training some arms takes, in batches of that many samples.
std::int64_t memoryNeeded(const TrainingSettings& settings, std::span<const CompiledArm> arms, std::int64_t batch)
{
    std::int64_t needed = 0;
    std::int64_t largest_copy = 0; // of one arm's weights and state
    const auto add = [&needed](std::int64_t bytes) {
        if (__builtin_add_overflow(needed, bytes, &needed))
            needed = std::numeric_limits<std::int64_t>::max();
    };
    const auto count_variant = [&](const OperationGraph& variant) {
        std::int64_t state = OptimizerState<float>::bytesNeeded(variant, settings);
        if (__builtin_add_overflow(state, KeptWeights::bytesNeeded(variant, settings), &state))
            state = std::numeric_limits<std::int64_t>::max();
        add(Program<float>::bytesNeeded(variant, batch));
        // The state, two good copies of weights and state, and the first values in double precision.
        add(state);
        add(state);
        add(state);
        std::int64_t copy = state;
        const auto add_to_copy = [&copy](std::int64_t bytes) {
            if (__builtin_add_overflow(copy, bytes, &copy))
                copy = std::numeric_limits<std::int64_t>::max();
        };
        for (const GraphParameter& parameter : variant.parameters) {
            const std::int64_t values = Shape{parameter.shape.elementCount(), 4}.elementCount();
            add(Shape{parameter.shape.elementCount(), 16}.elementCount());
            // Two snapshots of the weights: the one that is shown, and the next one.
            add(values);
            add(values);
            add_to_copy(values);
        }
        add(copy); // the state of a pause
        add(copy); // and, after a divergence, an earlier one
        largest_copy = std::max(largest_copy, copy);
        for (const GraphParameter& parameter : variant.parameters) {
            if (parameter.first_draw) // Drawn whole, with the index that it is read by.
                add(Shape{parameter.first_draw->shape.elementCount(), 24}.elementCount());
        }
    };
    for (const CompiledArm& arm : arms) {
        count_variant(arm.graph);
        add(SoftTies::bytesNeeded(arm.made, arm.graph));
    }
    // A save holds one arm at a time: its state, the tensors of its file, and the bytes.
    for (int held = 0; held < 3; ++held)
        add(largest_copy);
    return needed;
}

/// A smaller batch, the largest power of two that fits; where none does, the first arm alone.
std::optional<Remedy> memoryRemedy(const Project& project, const CompiledProject& compiled, std::int64_t batch,
                                   std::uint64_t available)
{
    const auto fits = [&](std::span<const CompiledArm> arms, std::int64_t size) {
        return static_cast<std::uint64_t>(memoryNeeded(project.training, arms, size)) <= available;
    };
    const std::span<const CompiledArm> arms = compiled.arms;
    const std::string alone = "Train \"" + armTitle(arms.front().id, compiled.network) + "\" alone";
    const auto only_first = [first = arms.front().id](TrainingSettings& settings) { settings.arms = {first}; };
    for (const auto tried : {arms, arms.first(1)}) {
        const bool is_alone = tried.size() < arms.size();
        if (is_alone && fits(tried, batch))
            return settingsRemedy(alone, only_first);
        const auto below = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(batch - 1)));
        for (std::int64_t smaller = below; smaller >= 1; smaller /= 2) {
            if (!fits(tried, smaller))
                continue;
            const std::string title = "batches of " + std::to_string(smaller);
            return settingsRemedy(is_alone ? alone + ", in " + title : "Train in " + title,
                                  [smaller, is_alone, only_first](TrainingSettings& settings) {
                                      settings.batch_size = smaller;
                                      if (is_alone)
                                          only_first(settings);
                                  });
        }
    }
    return std::nullopt;
}

std::optional<Diagnostic> checkTrainingMemory(const Project& project, const CompiledProject& compiled,
                                              const Dataset& dataset)
{
    const std::int64_t batch = std::min(project.training.batch_size, dataset.sample_count);
    const auto wanted = static_cast<std::uint64_t>(memoryNeeded(project.training, compiled.arms, batch));
    const std::optional<std::uint64_t> available = availableMemory();
    if (!available || wanted <= *available)
        return std::nullopt;
    Diagnostic found{Severity::Error,
                     "memory",
                     {},
                     {},
                     "Training would need " + numbers::bytes(wanted) + " of memory, and " + numbers::bytes(*available) +
                         " are free.",
                     "Make the layers or the batch smaller, or train one variant at a time."};
    found.remedy = memoryRemedy(project, compiled, batch, *available);
    return found;
}

Diagnostic loweringError(const Error& error)
{
    return {Severity::Error, "lowering", {}, {}, error.what, error.mend};
}

/// Other arms are trained without it.
Diagnostic armError(const Project& project, const Network& drawn, const ArmId& arm, const Error& error)
{
    Diagnostic found{
        Severity::Error, "arm", {}, {}, "There is no arm \"" + armTitle(arm, drawn) + "\": " + error.what + ".",
        error.mend};
    const bool is_alone = project.training.arms.size() == 1;
    const std::string title = is_alone ? "Train \"" + armTitle(tiedArm, drawn) + "\" instead" : "Leave it out";
    if (arm != tiedArm)
        found.remedy = settingsRemedy(title, [arm, is_alone](TrainingSettings& settings) {
            std::erase(settings.arms, arm);
            if (is_alone)
                settings.arms = {tiedArm};
        });
    return found;
}

/// What is wrong whatever the data are.
std::vector<Diagnostic> obstaclesWithoutData(const Project& project, const Analysis& analysis)
{
    std::vector<Diagnostic> obstacles;
    std::ranges::copy_if(analysis.diagnostics, std::back_inserter(obstacles),
                         [](const Diagnostic& d) { return d.severity == Severity::Error; });
    if (const auto wrong = settingsFinding(project))
        obstacles.push_back(*wrong);
    return obstacles;
}

/// What keeps the data from being split as the settings say.
std::optional<Diagnostic> splitFinding(const TrainingSettings& settings, const Dataset& dataset)
{
    const auto finding = [](const char* code, std::string message, std::string mend) {
        return Diagnostic{Severity::Error, code, {}, {}, std::move(message), std::move(mend), {}, {}, {}};
    };
    if (settings.folds >= 2 && settings.fold > settings.folds)
        return finding("no-fold",
                       "The fold for validation is " + std::to_string(settings.fold) + ", and there are " +
                           std::to_string(settings.folds) + ".",
                       "Choose a fold from 1 to " + std::to_string(settings.folds) + ".");
    if (settings.split == stratifiedSplit && dataset.target_kind != TargetKind::Class)
        return finding("no-strata", "The split goes by classes, and the data have none.",
                       "Split by samples, or choose data with one class a sample.");
    if (settings.split == groupedSplit && dataset.groups.empty())
        return finding("no-groups", "The split goes by groups, and the data tell none.",
                       "Split by samples, or choose the group column of a CSV file.");
    return std::nullopt;
}

/// What does not fit between the network and the data, at the layers as they were drawn.
std::vector<Diagnostic> obstaclesOfData(const Project& project, const Expansion& expansion, const OperationGraph& graph,
                                        const Dataset& dataset)
{
    std::vector<Diagnostic> obstacles = dataFindings(project.network, graph, factsOf(dataset));
    for (Diagnostic& obstacle : obstacles) {
        if (const auto origin = expansion.layers.find(obstacle.layer.value_or(LayerId{}));
            origin != expansion.layers.end())
            obstacle.layer = origin->second;
    }
    if (const auto wrong = splitFinding(project.training, dataset)) {
        obstacles.push_back(*wrong);
    } else if (BatchOrder::trainingCount(dataset, project.training) < 1) {
        obstacles.push_back({Severity::Error,
                             "no-samples",
                             {},
                             {},
                             "The data has no samples to train on.",
                             project.training.test_fraction > 0
                                 ? "Choose other data, or smaller validation and test splits."
                                 : "Choose other data, or a smaller validation split.",
                             {},
                             {},
                             chooseData()});
    }
    return obstacles;
}

} // namespace

tl::expected<CompiledProject, std::vector<Diagnostic>> compileForTraining(const Project& project,
                                                                          const Dataset& dataset)
{
    using Obstacles = std::vector<Diagnostic>;
    const Analysis analysis = analyse(project.network);
    if (Obstacles obstacles = obstaclesWithoutData(project, analysis); !obstacles.empty())
        return tl::unexpected(std::move(obstacles));
    Expansion expansion = expand(project.network);
    auto graph = project.network.repeats.empty() ? lower(expansion.network, analysis) : lower(expansion.network);
    if (!graph)
        return tl::unexpected(Obstacles{loweringError(graph.error())});
    if (Obstacles obstacles = obstaclesOfData(project, expansion, *graph, dataset); !obstacles.empty())
        return tl::unexpected(std::move(obstacles));
    CompiledProject compiled{std::move(expansion.network), std::move(*graph)};
    for (const ArmId& id : project.training.arms) {
        Result<DerivedNetwork> made = makeArm(id, compiled.network);
        if (!made)
            return tl::unexpected(Obstacles{armError(project, compiled.network, id, made.error())});
        Result<OperationGraph> lowered = made->network == compiled.network ? compiled.graph : lower(made->network);
        if (!lowered)
            return tl::unexpected(Obstacles{loweringError(lowered.error())});
        compiled.arms.push_back({id, std::move(*made), std::move(*lowered)});
    }
    if (auto wrong = checkTrainingMemory(project, compiled, dataset))
        return tl::unexpected(Obstacles{std::move(*wrong)});
    return compiled;
}

std::vector<Diagnostic> trainingObstacles(const Project& project, const Dataset* dataset)
{
    if (dataset == nullptr)
        return obstaclesWithoutData(project, analyse(project.network));
    const auto compiled = compileForTraining(project, *dataset);
    return compiled ? std::vector<Diagnostic>() : compiled.error();
}

} // namespace ligature
