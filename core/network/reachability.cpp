// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/reachability.h"

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>

#include "core/layers/layer_type.h"

namespace ligature {

namespace {

/// Where one comes to from a layer, step by step; no farther than to the layer that is looked for.
/// @param forEachNext calls what it is given with each layer that is a step away from one
template <typename ForEachNext>
std::set<LayerId> walk(LayerId start, ForEachNext forEachNext, std::optional<LayerId> wanted = {})
{
    std::set<LayerId> seen;
    std::vector<LayerId> open = {start};
    while (!open.empty() && !(wanted && seen.contains(*wanted))) {
        const LayerId id = open.back();
        open.pop_back();
        if (seen.insert(id).second)
            forEachNext(id, [&](LayerId next) { open.push_back(next); });
    }
    return seen;
}

std::set<LayerId> walkBackwards(const Network& network, LayerId start, std::optional<LayerId> wanted = {})
{
    const auto feeders = [&](LayerId id, const auto& visit) {
        for (auto link = network.links.lower_bound(Port{id, {}});
             link != network.links.end() && link->first.layer == id; ++link)
            visit(link->second.layer);
    };
    return walk(start, feeders, wanted);
}

} // namespace

bool reaches(const Network& network, LayerId from, LayerId to)
{
    return walkBackwards(network, to, from).contains(from);
}

std::set<LayerId> layersThatReach(const Network& network, LayerId layer)
{
    return walkBackwards(network, layer);
}

std::set<LayerId> layersReachedFrom(const Network& network, LayerId layer)
{
    std::map<LayerId, std::vector<LayerId>> readers; // Links are found by what they feed.
    for (const auto& [input, output] : network.links)
        readers[output.layer].push_back(input.layer);
    return walk(layer, [&](LayerId id, const auto& visit) { std::ranges::for_each(readers[id], visit); });
}

std::vector<LayerId> layersTowardsALoss(const Network& network, std::span<const LayerId> order)
{
    std::set<LayerId> needed;
    for (const LayerId id : order | std::views::reverse) {
        const LayerType* const type = findLayerType(network.layers.at(id).type);
        if (type && type->category() == LayerCategory::Loss)
            needed.insert(id);
        if (!needed.contains(id))
            continue;
        for (auto link = network.links.lower_bound(Port{id, {}});
             link != network.links.end() && link->first.layer == id; ++link)
            needed.insert(link->second.layer);
    }
    std::vector<LayerId> ordered;
    std::ranges::copy_if(order, std::back_inserter(ordered), [&](LayerId id) { return needed.contains(id); });
    return ordered;
}

} // namespace ligature
