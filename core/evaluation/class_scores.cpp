// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/class_scores.h"

#include "core/network/declared.h"

namespace ligature {

std::optional<Port> classScoresOf(const Network& network)
{
    for (const auto& [id, layer] : network.layers) {
        const auto declaration = declared(network, id);
        if (!declaration || !declaration->type->loss() ||
            declaration->type->loss()->target != LossMeaning::Target::Class)
            continue;
        const auto link = network.links.find(Port{id, declaration->type->inputs(declaration->attributes).front().name});
        if (link != network.links.end())
            return link->second;
    }
    return std::nullopt;
}

} // namespace ligature
