// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/predictions.h"

#include <algorithm>
#include <set>

#include "core/network/declared.h"
#include "core/network/reachability.h"

namespace ligature {

std::vector<Port> predictionsOf(const Network& network, const Analysis& analysis)
{
    std::set<LayerId> trained;
    for (const LayerId id : analysis.order) {
        const auto tie = network.ties.lower_bound(Slot{id, {}});
        bool follows = tie != network.ties.end() && tie->first.layer == id;
        for (auto link = network.links.lower_bound(Port{id, {}});
             link != network.links.end() && link->first.layer == id; ++link)
            follows = follows || trained.contains(link->second.layer);
        if (follows)
            trained.insert(id);
    }
    std::vector<Port> found;
    for (const bool depends : {true, false}) {
        for (const auto& [id, layer] : network.layers) {
            const auto declaration = declared(network, id);
            if (!declaration || declaration->type->category() != LayerCategory::Loss)
                continue;
            for (const PortSpec& port : declaration->type->inputs(declaration->attributes)) {
                const Port& from = network.links.at(Port{id, port.name});
                if ((!depends || trained.contains(from.layer)) && std::ranges::find(found, from) == found.end())
                    found.push_back(from);
                if (!depends)
                    break;
            }
        }
        if (!found.empty())
            break;
    }
    return found;
}

} // namespace ligature
