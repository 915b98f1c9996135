// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/reachability.h"

#include <algorithm>
#include <ranges>
#include <set>

#include "core/layers/layer_type.h"

namespace ligature {

bool reaches(const Network& network, LayerId from, LayerId to)
{
    std::set<LayerId> seen;
    std::vector<LayerId> open = {to};
    while (!open.empty()) {
        const LayerId id = open.back();
        open.pop_back();
        if (id == from)
            return true;
        if (!seen.insert(id).second)
            continue;
        for (auto link = network.links.lower_bound(Port{id, {}});
             link != network.links.end() && link->first.layer == id; ++link)
            open.push_back(link->second.layer);
    }
    return false;
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
