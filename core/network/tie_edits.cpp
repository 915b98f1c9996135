// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/network/analysis.h"
#include "core/network/declared.h"
#include "core/network/edits.h"
#include "core/network/first_draw.h"
#include "core/network/unique_name.h"
#include "core/network/view_edit.h"

namespace ligature {

namespace {

/// After an edit of the parameter's ties: where another first use would give it another shape, or draw it by other
/// fans, the former ones are written down.
void keepDraw(Network& network, const Analysis& before, ParameterId id, const std::optional<FirstDraw>& draw)
{
    const auto was = before.parameters.find(id);
    if (was == before.parameters.end() || usesOf(network, id).empty())
        return; // Without a use, it becomes what its next one needs.
    const Analysis after = analyse(network);
    const auto is = after.parameters.find(id);
    Parameter& parameter = network.parameters.at(id);
    if (is == after.parameters.end() || is->second.shape != was->second.shape)
        parameter.shape = was->second.shape;
    if (!parameter.first_draw && (is == after.parameters.end() || is->second != was->second))
        parameter.first_draw = draw;
}

} // namespace

Result<void> canTie(const Network& network, ParameterId parameter, const Slot& slot, const View& view)
{
    const auto found = network.parameters.find(parameter);
    if (found == network.parameters.end() || !found->second.shared)
        return fail({}, "there is no such shared parameter", "drag from a shared parameter's port");
    const auto spec = findSlot(network, slot);
    if (!spec)
        return fail({}, "there is no slot \"" + slot.slot + "\"", "drag to a layer's slot");
    // A parameter that nothing uses yet becomes what its first use needs.
    if (found->second.state != spec->state && !usesOf(network, parameter).empty()) {
        return fail(network.layers.at(slot.layer).name,
                    spec->state ? slot.slot + " is state that the layer keeps, and \"" + found->second.name +
                                      "\" is a parameter that training changes"
                                : "\"" + found->second.name + "\" is state that a layer keeps, and " + slot.slot +
                                      " is a parameter that training changes",
                    "tie state to state, by sharing the whole layer");
    }

    // Without the slot's present tie, so that the parameter's shape is told by its other uses.
    Network rest = network;
    rest.ties.erase(slot);
    const Analysis analysis = analyse(rest);
    const auto expected = analysis.slots.find(slot);
    const auto own = analysis.parameters.find(parameter);
    if (expected == analysis.slots.end())
        return {};
    if (own == analysis.parameters.end()) {
        const auto needed = inputShape(view, expected->second);
        return needed ? Result<void>() : tl::unexpected(needed.error());
    }
    const Result<Shape> seen = outputShape(view, own->second.shape);
    if (!seen)
        return tl::unexpected(seen.error());
    if (*seen != expected->second) {
        return fail(network.layers.at(slot.layer).name,
                    slot.slot + " needs " + expected->second.toString() + ", and " +
                        notation(view, found->second.name) + " gives " + seen->toString(),
                    "tie slots of the same shape");
    }
    return {};
}

Result<void> tie(Network& network, ParameterId parameter, const Slot& slot, View view)
{
    if (const auto allowed = canTie(network, parameter, slot, view); !allowed)
        return allowed;
    const Analysis before = analyse(network);
    const std::optional<FirstDraw> draw = firstDrawOf(network, before, parameter);
    const std::vector<Slot> uses = usesOf(network, parameter);
    const bool has_other_uses = std::ranges::any_of(uses, [&](const Slot& use) { return use != slot; });
    dropPrivateParameter(network, slot);
    if (const bool state = findSlot(network, slot)->state; state != network.parameters.at(parameter).state) {
        network.parameters.at(parameter).state = state;
        network.parameters.at(parameter).trainable = !state;
    }
    network.ties[slot] = Tie{parameter, std::move(view)};
    if (has_other_uses)
        keepDraw(network, before, parameter, draw);
    return {};
}

Result<void> changeView(Network& network, const Slot& slot, View view)
{
    const auto tied = network.ties.find(slot);
    if (tied == network.ties.end())
        return fail({}, "there is no slot \"" + slot.slot + "\"", "choose a layer's slot");
    if (view.size() > longestView) {
        return fail({}, "the view would have " + std::to_string(view.size()) + " steps",
                    "use at most " + std::to_string(longestView));
    }
    for (const ViewStep& step : view) {
        const ViewType* const type = findViewType(step.type);
        if (type == nullptr)
            return fail({}, "there is no view \"" + step.type + "\"", "mend its spelling");
        if (auto valid = validate(type->attributes(), step.attributes, {}); !valid)
            return valid;
    }
    const ParameterId id = tied->second.parameter;
    const Analysis before = analyse(network);
    const std::optional<FirstDraw> draw = firstDrawOf(network, before, id);
    tied->second.view = std::move(view);
    if (usesOf(network, id).size() > 1) {
        keepDraw(network, before, id, draw);
        return {};
    }
    const auto was = before.parameters.find(id);
    if (was != before.parameters.end() && !analyse(network).parameters.contains(id))
        network.parameters.at(id).shape = was->second.shape;
    return {};
}

void untieSlot(Network& network, const Slot& slot)
{
    const auto found = network.ties.find(slot);
    if (found == network.ties.end() || !findSlot(network, slot))
        return;
    const Tie tied = found->second;
    if (!network.parameters.at(tied.parameter).shared)
        return;
    const Analysis before = analyse(network);
    const std::optional<FirstDraw> draw = firstDrawOf(network, before, tied.parameter);
    Parameter copy = network.parameters.at(tied.parameter);
    copy.name.clear();
    copy.shape.reset();
    copy.shared = false;
    copy.first_draw = draw ? std::optional(drawThrough(*draw, tied.view)) : std::nullopt;
    const auto expected = before.slots.find(slot);
    if (expected == before.slots.end() || !draws(copy.first_draw, expected->second))
        copy.first_draw.reset(); // What did not fit is drawn anew.
    const ParameterId fresh{network.next_id++};
    network.parameters[fresh] = std::move(copy);
    network.ties[slot] = Tie{fresh, {}, tied.gradient_factor};
    keepDraw(network, before, tied.parameter, draw);
}

ParameterId shareSlot(Network& network, const Slot& slot, std::string name)
{
    const auto found = network.ties.find(slot);
    if (found == network.ties.end())
        return {};
    const ParameterId id = found->second.parameter;
    Parameter& parameter = network.parameters.at(id);
    if (!parameter.shared) {
        parameter.name = uniqueParameterName(network, name.empty() ? "W" : name);
        parameter.shared = true;
    }
    return id;
}

} // namespace ligature
