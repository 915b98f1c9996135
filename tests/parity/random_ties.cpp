// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/parity/random_ties.h"

#include <algorithm>
#include <optional>

#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"

namespace ligature::parity {

namespace {

View randomView(Choice& choice)
{
    View view;
    for (int steps = choice.integer(0, 2); steps > 0; --steps) {
        const std::span<const ViewType* const> types = viewTypes();
        const ViewType& type = *types[static_cast<std::size_t>(choice.integer(0, std::ssize(types) - 1))];
        view.push_back({type.name(), choice.attributes(type.attributes())});
    }
    return view;
}

bool isValid(const View& view)
{
    return std::ranges::all_of(view, [](const ViewStep& step) {
        return validate(findViewType(step.type)->attributes(), step.attributes, step.type).has_value();
    });
}

/// A view through which the slot's shape can be read from a parameter of that shape.
std::optional<View> viewBetween(const Shape& own, const Shape& slot, Choice& choice)
{
    for (int attempt = 0; attempt < 40; ++attempt) {
        const View view = randomView(choice);
        if (!isValid(view))
            continue;
        if (const auto seen = outputShape(view, own); seen && *seen == slot)
            return view;
    }
    return own == slot ? std::optional(View{}) : std::nullopt;
}

/// A shape that a parameter may have for the slot to read it through some view.
Shape shapeAround(const Shape& slot, Choice& choice)
{
    std::vector<std::int64_t> extents = slot.extents();
    switch (choice.integer(0, 4)) {
    case 0: return slot.reversed();
    case 1:
        for (std::int64_t& extent : extents)
            extent += choice.integer(0, 2);
        return Shape(extents);
    case 2: return Shape{slot.elementCount()};
    case 3: return Shape{std::max<std::int64_t>(1, slot.elementCount() / 2)};
    default: return slot;
    }
}

bool hasErrors(const Network& network)
{
    return analyse(network).hasErrors();
}

} // namespace

void addRandomTies(Network& network, Choice& choice)
{
    const Analysis analysis = analyse(network);
    std::vector<Slot> open;
    for (const auto& [slot, tie] : network.ties) {
        if (!network.parameters.at(tie.parameter).state)
            open.push_back(slot);
    }
    for (int parameters = choice.integer(1, 3); parameters > 0 && !open.empty(); --parameters) {
        const Slot first = choice.of(open);
        const Shape own = shapeAround(analysis.slots.at(first), choice);
        Network tied = network;
        const ParameterId id = addSharedParameter(tied);
        tied.parameters.at(id).shape = own;
        int uses = 0;
        std::vector<Slot> rest;
        for (const Slot& slot : open) {
            const auto view = choice.chance(slot == first ? 1.0 : 0.7) && uses < 4
                                  ? viewBetween(own, analysis.slots.at(slot), choice)
                                  : std::nullopt;
            if (!view || !tie(tied, id, slot, *view)) {
                rest.push_back(slot);
                continue;
            }
            ++uses;
            tied.ties.at(slot).gradient_factor = choice.of(std::vector<double>{1, 1, 1, 1, 0, 0.5, -1});
        }
        if (uses == 0 || hasErrors(tied))
            continue;
        network = tied;
        open = rest;
    }
}

} // namespace ligature::parity
