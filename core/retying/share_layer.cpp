// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/declared.h"
#include "core/retying/share_layers.h"

namespace ligature {

namespace {

constexpr auto sameLayers = "choose two layers that are alike";

std::string shapeText(const Analysis& analysis, const Slot& slot)
{
    const auto shape = analysis.slots.find(slot);
    return shape == analysis.slots.end() ? "of unknown shape" : shape->second.toString();
}

} // namespace

Result<void> canShareLayer(const Network& network, const Analysis& analysis, LayerId a, LayerId b)
{
    const auto first = declared(network, a);
    const auto second = declared(network, b);
    if (!first || !second || a == b)
        return fail({}, "two layers are needed", sameLayers);
    const std::string& name_a = network.layers.at(a).name;
    const std::string& name_b = network.layers.at(b).name;
    if (first->type != second->type) {
        return fail(name_b, "it is a " + second->type->title() + ", and " + name_a + " is a " + first->type->title(),
                    sameLayers);
    }
    for (const AttributeSpec& spec : first->type->attributes()) {
        const AttributeValue& of_a = first->attributes.values().at(spec.name);
        const AttributeValue& of_b = second->attributes.values().at(spec.name);
        if (of_a != of_b) {
            return fail(name_b,
                        "its \"" + spec.label + "\" is " + toString(of_b) + ", and that of " + name_a + " is " +
                            toString(of_a),
                        "set both to the same");
        }
    }
    const std::vector<SlotSpec> slots = first->type->slots(first->attributes);
    if (slots.empty())
        return fail(name_b, "a " + first->type->title() + " has no parameters to share", sameLayers);
    for (const SlotSpec& spec : slots) {
        const std::string of_a = shapeText(analysis, {a, spec.name});
        const std::string of_b = shapeText(analysis, {b, spec.name});
        if (of_a != of_b) {
            return fail(name_b, "its " + spec.name + " is " + of_b + ", and that of " + name_a + " is " + of_a,
                        "feed both with the same number of features");
        }
    }
    return {};
}

Result<TrainedNetwork> shareLayer(const TrainedNetwork& before, LayerId a, LayerId b, Kept kept)
{
    if (const auto can = canShareLayer(before.network, analyse(before.network), a, b); !can)
        return tl::unexpected(can.error());
    const std::string& name = before.network.layers.at(a).name;
    Result<TrainedNetwork> after = before;
    for (const SlotSpec& spec : slotsOf(before.network, a)) {
        after = tieSlots(*after, {a, spec.name}, {b, spec.name}, {}, kept, name + " " + spec.name);
        if (!after)
            return after;
        // The same reading, so the same share in the gradient.
        after->network.ties.at({b, spec.name}).gradient_factor = after->network.ties.at({a, spec.name}).gradient_factor;
    }
    return after;
}

} // namespace ligature
