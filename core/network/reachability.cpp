// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/reachability.h"

#include <set>
#include <vector>

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

} // namespace ligature
