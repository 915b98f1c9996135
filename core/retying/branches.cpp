// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/network/declared.h"
#include "core/retying/share_layers.h"

namespace ligature {

namespace {

/// Colours that two layers share exactly when neither what they are nor how the branch is linked around them tells
/// them apart (Weisfeiler and Leman 1968), over both branches at once.
std::map<LayerId, int> coloursOf(const Network& network, const Analysis& analysis, const std::vector<LayerId>& a,
                                 const std::vector<LayerId>& b)
{
    std::vector<LayerId> all = a;
    all.insert(all.end(), b.begin(), b.end());
    std::map<LayerId, std::size_t> branch;
    for (const LayerId id : a)
        branch[id] = 0;
    for (const LayerId id : b)
        branch[id] = 1;
    std::map<LayerId, int> colours;
    const auto paint = [&](const auto& signature) {
        std::map<std::string, int> numbers;
        std::map<LayerId, int> painted;
        for (const LayerId id : all) {
            const int next = static_cast<int>(numbers.size());
            painted[id] = numbers.emplace(signature(id), next).first->second;
        }
        const bool finer = painted != colours;
        colours = std::move(painted);
        return finer;
    };
    paint([&](LayerId id) { return natureOf(network, analysis, id); });
    std::map<LayerId, std::vector<std::pair<Port, Port>>> links; // of a layer within its branch: input, output
    for (const auto& [input, output] : network.links) {
        if (branch.contains(input.layer) && branch.contains(output.layer) &&
            branch.at(input.layer) == branch.at(output.layer)) {
            links[input.layer].emplace_back(input, output);
            links[output.layer].emplace_back(input, output);
        }
    }
    for (std::size_t round = 0; round < all.size(); ++round) {
        const bool finer = paint([&](LayerId id) {
            std::vector<std::string> around;
            for (const auto& [input, output] : links[id]) {
                const bool arrives = input.layer == id;
                const LayerId other = arrives ? output.layer : input.layer;
                std::string link(1, arrives ? '<' : '>');
                link.append(input.port).append(",").append(output.port).append(",");
                around.push_back(link.append(std::to_string(colours.at(other))));
            }
            std::ranges::sort(around);
            std::string signature = std::to_string(colours.at(id));
            for (const std::string& link : around)
                signature.append(";").append(link);
            return signature;
        });
        if (!finer)
            break;
    }
    return colours;
}

/// In words, what differs between branches whose colours do not match.
Error difference(const Network& network, const Analysis& analysis, const std::vector<LayerId>& a,
                 const std::vector<LayerId>& b, const std::map<LayerId, int>& colours)
{
    constexpr auto mend = "select two branches of the same layers, linked the same way";
    const auto name = [&](LayerId id) { return network.layers.at(id).name; };
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        if (natureOf(network, analysis, a[i]) == natureOf(network, analysis, b[i]))
            continue;
        if (const auto can = canShareLayer(network, analysis, a[i], b[i]); !can)
            return {can.error().where, can.error().what, mend};
    }
    if (a.size() != b.size()) {
        return {{},
                "the branch of " + name(a.front()) + " has " + std::to_string(a.size()) + " layers, and that of " +
                    name(b.front()) + " has " + std::to_string(b.size()),
                mend};
    }
    for (const LayerId id : b) {
        const int colour = colours.at(id);
        const auto same = [&](LayerId other) { return colours.at(other) == colour; };
        if (std::ranges::count_if(a, same) != std::ranges::count_if(b, same))
            return {name(id), "nothing in the branch of " + name(a.front()) + " is linked as it is", mend};
    }
    return {{}, "the branches differ", mend};
}

} // namespace

std::string natureOf(const Network& network, const Analysis& analysis, LayerId id)
{
    const Layer& layer = network.layers.at(id);
    std::string nature = layer.type;
    const auto owner = declared(network, id);
    if (!owner)
        return nature;
    for (const auto& [name, value] : owner->attributes.values())
        nature.append("|").append(name).append("=").append(toString(value));
    for (const SlotSpec& slot : owner->type->slots(owner->attributes)) {
        const auto shape = analysis.slots.find({id, slot.name});
        nature.append("|").append(shape == analysis.slots.end() ? std::string("?") : shape->second.toString());
    }
    return nature;
}

bool hasSlots(const Network& network, LayerId id)
{
    return !slotsOf(network, id).empty();
}

std::vector<std::vector<LayerId>> branchesOf(const Network& network, const Analysis& analysis,
                                             const std::set<LayerId>& selection)
{
    std::map<LayerId, std::set<LayerId>> neighbours;
    for (const auto& [input, output] : network.links) {
        if (selection.contains(input.layer) && selection.contains(output.layer)) {
            neighbours[input.layer].insert(output.layer);
            neighbours[output.layer].insert(input.layer);
        }
    }
    std::vector<std::vector<LayerId>> branches;
    std::set<LayerId> seen;
    for (const LayerId start : analysis.order) {
        if (!selection.contains(start) || seen.contains(start))
            continue;
        std::set<LayerId> members;
        std::vector<LayerId> open = {start};
        while (!open.empty()) {
            const LayerId id = open.back();
            open.pop_back();
            if (!members.insert(id).second)
                continue;
            open.insert(open.end(), neighbours[id].begin(), neighbours[id].end());
        }
        seen.insert(members.begin(), members.end());
        std::vector<LayerId> ordered;
        std::ranges::copy_if(analysis.order, std::back_inserter(ordered),
                             [&](LayerId id) { return members.contains(id); });
        branches.push_back(std::move(ordered));
    }
    return branches;
}

Result<std::map<LayerId, LayerId>> matchBranches(const Network& network, const Analysis& analysis,
                                                 const std::vector<LayerId>& a, const std::vector<LayerId>& b)
{
    const std::map<LayerId, int> colours = coloursOf(network, analysis, a, b);
    std::map<int, std::pair<std::vector<LayerId>, std::vector<LayerId>>> alike;
    for (const LayerId id : a)
        alike[colours.at(id)].first.push_back(id);
    for (const LayerId id : b)
        alike[colours.at(id)].second.push_back(id);
    for (const auto& [colour, layers] : alike) {
        if (layers.first.size() != layers.second.size())
            return tl::unexpected(difference(network, analysis, a, b, colours));
    }
    std::map<LayerId, LayerId> matched;
    for (const auto& [colour, layers] : alike) {
        const auto& [of_a, of_b] = layers;
        if (of_a.size() == 1) {
            matched[of_a.front()] = of_b.front();
        } else if (hasSlots(network, of_a.front())) {
            return fail(network.layers.at(of_a[0]).name,
                        "it and " + network.layers.at(of_a[1]).name + " are alike, so either could be " +
                            network.layers.at(of_b[0]).name,
                        "share these layers one by one");
        }
    }
    return matched;
}

Result<TrainedNetwork> tieBranches(const TrainedNetwork& before, const std::set<LayerId>& selection, Kept kept)
{
    const Analysis analysis = analyse(before.network);
    const auto branches = branchesOf(before.network, analysis, selection);
    if (branches.size() < 2) {
        return fail({}, "the selected layers are one branch", "select two groups of layers that no link connects");
    }
    Result<TrainedNetwork> after = before;
    bool tied = false;
    for (std::size_t i = 1; i < branches.size(); ++i) {
        const auto matched = matchBranches(before.network, analysis, branches[0], branches[i]);
        if (!matched)
            return tl::unexpected(matched.error());
        for (const LayerId layer : branches[0]) {
            const auto partner = matched->find(layer);
            if (partner == matched->end() || !hasSlots(before.network, layer))
                continue;
            after = shareLayer(*after, layer, partner->second, kept);
            if (!after)
                return after;
            tied = true;
        }
    }
    if (!tied)
        return fail({}, "the selected layers have no parameters", "select layers with parameters");
    return after;
}

} // namespace ligature
