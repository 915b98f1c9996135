// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retying/tie_edits.h"

#include <algorithm>

#include "core/network/edits.h"
#include "core/network/first_draw.h"
#include "core/retying/follow.h"
#include "core/retying/trained_values.h"

namespace ligature {

namespace {

Result<TrainedNetwork> withState(const TrainedNetwork& before, Network network)
{
    TrainedNetwork after{std::move(network), {}};
    if (!before.state)
        return after;
    auto state = follow(before.network, *before.state, after.network);
    if (!state)
        return tl::unexpected(state.error());
    after.state = std::move(*state);
    return after;
}

/// The view that undoes it; nothing where none does.
std::optional<View> inverseOf(const View& view)
{
    if (std::ranges::all_of(view, [](const ViewStep& step) { return step.type == "transpose"; }))
        return view;
    return std::nullopt;
}

/// What the slot reads in a trained network.
TrainedParameter readBy(const TrainedNetwork& network, const Slot& slot)
{
    const Tie& tie = network.network.ties.at(slot);
    return readThrough(*network.state->parameters.at(tie.parameter), tie.view);
}

/// Gives the parameter what the slot read, or the mean of both.
void keep(TrainedState& state, ParameterId parameter, const View& view, const TrainedParameter& seen, Kept kept)
{
    auto& trained = state.parameters.at(parameter);
    const TrainedParameter written = writtenThrough(*trained, view, seen);
    trained = std::make_shared<const TrainedParameter>(kept == Kept::Mean ? meanOf(*trained, written) : written);
}

/// Lets the parameter start as the slot did before. False where no one draw gives that.
bool startAs(TrainedNetwork& after, ParameterId parameter, const View& view, const Network& before, const Slot& slot)
{
    const Tie& old = before.ties.at(slot);
    const auto draw = firstDrawOf(before, analyse(before), old.parameter);
    const auto back = inverseOf(view);
    if (!draw || !back)
        return false;
    FirstDraw adopted = drawThrough(drawThrough(*draw, old.view), *back);
    const Analysis analysis = analyse(after.network);
    const auto known = analysis.parameters.find(parameter);
    if (known == analysis.parameters.end() || !draws(adopted, known->second.shape))
        return false;
    Parameter& changed = after.network.parameters.at(parameter);
    changed.initializer = before.parameters.at(old.parameter).initializer;
    changed.first_draw = std::move(adopted);
    return true;
}

} // namespace

Result<TrainedNetwork> untieUse(const TrainedNetwork& before, const Slot& slot)
{
    const auto tied = before.network.ties.find(slot);
    if (tied == before.network.ties.end() || !before.network.parameters.at(tied->second.parameter).shared)
        return fail({}, "the slot's parameter is not shared", "choose a slot that uses a shared parameter");
    Network network = before.network;
    untieSlot(network, slot);
    return withState(before, std::move(network));
}

Result<TrainedNetwork> untieAll(const TrainedNetwork& before, ParameterId parameter)
{
    const auto found = before.network.parameters.find(parameter);
    if (found == before.network.parameters.end() || !found->second.shared)
        return fail({}, "there is no such shared parameter", "choose a shared parameter");
    Network network = before.network;
    remove(network, {}, {parameter});
    return withState(before, std::move(network));
}

Result<TrainedNetwork> tieToParameter(const TrainedNetwork& before, ParameterId parameter, const Slot& slot,
                                      const View& view, Kept kept)
{
    const auto old = before.network.ties.find(slot);
    if (old != before.network.ties.end() && old->second.parameter == parameter && old->second.view == view)
        return before;
    Network network = before.network;
    const bool had_uses = !usesOf(network, parameter).empty();
    if (auto done = tie(network, parameter, slot, view); !done)
        return tl::unexpected(done.error());
    auto after = withState(before, std::move(network));
    if (!after)
        return after;
    // Without another use there is no A to speak of: the parameter is what its first use makes of it.
    if (kept == Kept::First && had_uses)
        return after;
    if (!had_uses)
        kept = Kept::Second;
    const bool adopted = kept == Kept::Second && startAs(*after, parameter, view, before.network, slot);
    if (after->state) {
        keep(*after->state, parameter, view, readBy(before, slot), kept);
    } else if (!adopted && had_uses) {
        return fail(parameterName(before.network, parameter),
                    kept == Kept::Mean ? "the mean is of trained values, and the network is not trained"
                                       : "it cannot start as a slot that reads a part of it",
                    "train the network first, or keep the values of " + parameterName(before.network, parameter));
    }
    return after;
}

Result<TrainedNetwork> tieSlots(const TrainedNetwork& before, const Slot& a, const Slot& b, const View& view, Kept kept,
                                const std::string& name)
{
    TrainedNetwork shared = before;
    const ParameterId parameter = shareSlot(shared.network, a, name);
    if (!parameter)
        return fail({}, "there is no slot \"" + a.slot + "\"", "choose a layer's slot");
    View chain = shared.network.ties.at(a).view;
    chain.insert(chain.end(), view.begin(), view.end());
    // Twice transposed is as it is.
    if (std::ranges::all_of(chain, [](const ViewStep& step) { return step.type == "transpose"; }))
        chain.resize(chain.size() % 2);
    return tieToParameter(shared, parameter, b, chain, kept);
}

Result<TrainedNetwork> tieAs(const TrainedNetwork& before, const Network& after, Kept kept)
{
    auto tied = withState(before, after);
    if (!tied || !tied->state || kept == Kept::First)
        return tied;
    for (const auto& [slot, tie] : after.ties) {
        const auto old = before.network.ties.find(slot);
        const bool is_new = old != before.network.ties.end() && old->second.parameter != tie.parameter;
        if (is_new && before.state->parameters.contains(tie.parameter))
            keep(*tied->state, tie.parameter, tie.view, readBy(before, slot), kept);
    }
    return tied;
}

} // namespace ligature
