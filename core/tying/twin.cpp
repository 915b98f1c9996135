// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/twin.h"

#include "core/network/analysis.h"

namespace ligature {

namespace {

/// Whether the use reads the parameter's memory in place as a transposed matrix: then so does the twin's copy.
bool readsTransposed(const View& view, const Parameter& parameter, const Shape& shape)
{
    const auto read = stridedRead(view, memoryOf(shape, parameter.stored_transposed));
    const auto place = read ? inPlace(*read) : std::nullopt;
    return place && place->transposed;
}

} // namespace

bool isTied(const Network& network, std::span<const Slot> uses)
{
    return uses.size() > 1 || (uses.size() == 1 && repeats(network.ties.at(uses.front()).view));
}

Twin untie(const Network& network)
{
    Twin twin{network, {}};
    const Analysis analysis = analyse(network);
    std::map<ParameterId, std::vector<Slot>> uses_of = usesByParameter(network);
    for (const auto& [id, parameter] : network.parameters) {
        const std::vector<Slot>& uses = uses_of[id];
        if (!isTied(network, uses)) {
            twin.sources[id] = ValueSource{id};
            continue;
        }
        const auto known = analysis.parameters.find(id);
        for (const Slot& use : uses) {
            Tie& tie = twin.network.ties.at(use);
            Parameter copy = parameter;
            copy.name.clear();
            copy.shape.reset();
            copy.shared = false;
            copy.first_draw.reset(); // twinValues() has its first values.
            copy.stored_transposed = known != analysis.parameters.end() && outputShape(tie.view, known->second.shape) &&
                                     readsTransposed(tie.view, parameter, known->second.shape);
            const ParameterId fresh{twin.network.next_id++};
            twin.sources[fresh] = ValueSource{id, tie.view};
            tie.parameter = fresh;
            tie.view.clear();
            twin.network.parameters[fresh] = std::move(copy);
        }
        twin.network.parameters.erase(id);
    }
    return twin;
}

} // namespace ligature
