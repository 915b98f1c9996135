// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retying/tie_preview.h"

#include <algorithm>
#include <new>

#include "core/network/repeat.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/retying/trained_values.h"
#include "core/training/compiled_project.h"
#include "core/training/variant_run.h"
#include "core/tying/account.h"

namespace ligature {

namespace {

std::optional<double> lossOf(Project project, const TrainedNetwork& trained, const TrainedState& state,
                             const std::shared_ptr<const Dataset>& dataset)
{
    project.network = trained.network;
    project.training.arms = {tiedArm};
    const auto compiled = compileForTraining(project, *dataset);
    if (!compiled)
        return std::nullopt;
    try {
        VariantRun run(tiedArm, compiled->network, compiled->graph, dataset, project.training, {});
        if (!run.restore(state))
            return std::nullopt;
        return run.peekLoss();
    } catch (const std::bad_alloc&) {
        return std::nullopt;
    }
}

bool isNewTie(const Network& before, const Slot& slot, const Tie& tie)
{
    const auto old = before.ties.find(slot);
    return old != before.ties.end() && (old->second.parameter != tie.parameter || old->second.view != tie.view);
}

std::string factorText(double factor)
{
    return toString(AttributeValue(factor));
}

void compareParameters(const Network& network, ParameterId kept, ParameterId replaced,
                       std::vector<std::string>& conflicts)
{
    const Parameter& a = network.parameters.at(kept);
    const Parameter& b = network.parameters.at(replaced);
    const std::string of_a = parameterName(network, kept);
    const std::string of_b = parameterName(network, replaced);
    const auto say = [&](const std::string& text) {
        if (std::ranges::find(conflicts, text) == conflicts.end())
            conflicts.push_back(text);
    };
    if (a.initializer != b.initializer)
        say(of_b + " is initialised in another way than " + of_a + "; the tie starts as " + of_a + " does.");
    if (a.learning_rate_factor != b.learning_rate_factor) {
        say(of_b + " has the learning-rate factor " + factorText(b.learning_rate_factor) + " and " + of_a + " " +
            factorText(a.learning_rate_factor) + ", which stays.");
    }
    if (a.weight_decay_factor != b.weight_decay_factor) {
        say(of_b + " has the decay factor " + factorText(b.weight_decay_factor) + " and " + of_a + " " +
            factorText(a.weight_decay_factor) + ", which stays.");
    }
    if (a.trainable != b.trainable)
        say((a.trainable ? of_b : of_a) + " is frozen and " + (a.trainable ? of_a : of_b) + " is not; the tie is " +
            (a.trainable ? "trained." : "frozen."));
}

} // namespace

double largestLevelled(const Network& before, const TrainedState& state, const Network& after)
{
    double largest = 0;
    for (const auto& [slot, tie] : after.ties) {
        if (!isNewTie(before, slot, tie))
            continue;
        const auto target = state.parameters.find(tie.parameter);
        const Tie& old = before.ties.at(slot);
        const auto source = state.parameters.find(old.parameter);
        if (target == state.parameters.end() || source == state.parameters.end() ||
            !outputShape(tie.view, target->second->shape))
            continue;
        largest = std::max(
            largest, largestDifference(readThrough(*source->second, old.view), readThrough(*target->second, tie.view)));
    }
    return largest;
}

std::optional<TrainedState> firstState(const Network& network, std::uint64_t seed)
{
    const Network expanded = expand(network).network;
    const auto graph = lower(expanded);
    if (!graph || !checkMemoryForValues(*graph))
        return std::nullopt;
    const InitialValues values = drawInitialValues(*graph, seed);
    TrainedState state;
    for (const GraphParameter& parameter : graph->parameters) {
        const std::vector<double>& drawn = values.at(parameter.id);
        auto first = std::make_shared<TrainedParameter>();
        first->shape = parameter.shape;
        first->values.assign(drawn.begin(), drawn.end());
        state.parameters[parameter.id] = std::move(first);
    }
    return state;
}

TiePreview previewEdit(const Project& project, const TrainedNetwork& before, const TrainedNetwork& after,
                       const std::shared_ptr<const Dataset>& dataset)
{
    TiePreview preview;
    preview.trained = before.state.has_value();
    preview.parameters_before = accountOf(before.network, project.training).tied.parameters;
    preview.parameters_after = accountOf(after.network, project.training).tied.parameters;
    for (const auto& [slot, tie] : after.network.ties) {
        if (isNewTie(before.network, slot, tie) && before.network.parameters.contains(tie.parameter))
            compareParameters(before.network, tie.parameter, before.network.ties.at(slot).parameter, preview.conflicts);
    }
    const auto was = before.state ? before.state : firstState(before.network, project.training.seed);
    const auto is = after.state ? after.state : firstState(after.network, project.training.seed);
    if (was)
        preview.largest_difference = largestLevelled(before.network, *was, after.network);
    if (was && dataset)
        preview.loss_before = lossOf(project, before, *was, dataset);
    if (is && dataset)
        preview.loss_after = lossOf(project, after, *is, dataset);
    return preview;
}

} // namespace ligature
