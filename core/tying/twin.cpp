// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/twin.h"

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

void untieParameter(DerivedNetwork& derived, const Analysis& analysis, ParameterId id, std::span<const Slot> uses)
{
    const Parameter parameter = derived.network.parameters.at(id);
    const auto known = analysis.parameters.find(id);
    for (const Slot& use : uses) {
        Tie& tie = derived.network.ties.at(use);
        Parameter copy = parameter;
        copy.name.clear();
        copy.shape.reset();
        copy.shared = false;
        copy.first_draw.reset(); // derivedValues() has its first values.
        copy.stored_transposed = known != analysis.parameters.end() && outputShape(tie.view, known->second.shape) &&
                                 readsTransposed(tie.view, parameter, known->second.shape);
        const ParameterId fresh{derived.network.next_id++};
        derived.sources[fresh] = ValueSource{id, tie.view};
        tie.parameter = fresh;
        tie.view.clear();
        derived.network.parameters[fresh] = std::move(copy);
    }
    derived.network.parameters.erase(id);
    derived.sources.erase(id);
}

Twin untie(const Network& network)
{
    Twin twin{network, {}};
    const Analysis analysis = analyse(network);
    std::map<ParameterId, std::vector<Slot>> uses_of = usesByParameter(network);
    for (const auto& [id, parameter] : network.parameters) {
        if (const std::vector<Slot>& uses = uses_of[id]; isTied(network, uses))
            untieParameter(twin, analysis, id, uses);
        else
            twin.sources[id] = ValueSource{id};
    }
    return twin;
}

} // namespace ligature
