// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/twin.h"

#include <algorithm>

namespace ligature {

namespace {

bool isTransposed(const View& view)
{
    // An odd number of transposes; a chain of anything else is copied as it is read.
    const bool only_transposes =
        std::ranges::all_of(view, [](const ViewStep& step) { return step.type == "transpose"; });
    return only_transposes && view.size() % 2 == 1;
}

} // namespace

Twin untie(const Network& network)
{
    Twin twin{network, {}};
    for (const auto& [id, parameter] : network.parameters) {
        const std::vector<Slot> uses = usesOf(network, id);
        if (uses.size() < 2) {
            twin.sources[id] = TwinSource{id};
            continue;
        }
        for (const Slot& use : uses) {
            Tie& tie = twin.network.ties.at(use);
            Parameter copy = parameter;
            copy.name.clear();
            copy.shape.reset();
            copy.shared = false;
            copy.stored_transposed = parameter.stored_transposed != isTransposed(tie.view);
            const ParameterId fresh{twin.network.next_id++};
            twin.sources[fresh] = TwinSource{id, tie.view};
            tie.parameter = fresh;
            tie.view.clear();
            twin.network.parameters[fresh] = std::move(copy);
        }
        twin.network.parameters.erase(id);
    }
    return twin;
}

} // namespace ligature
