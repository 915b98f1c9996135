// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/canvas_upkeep.h"

#include <set>

namespace ligature {

int freeColour(const Canvas& canvas)
{
    std::set<int> taken;
    for (const auto& [parameter, colour] : canvas.colours)
        taken.insert(colour);
    int colour = 0;
    while (taken.contains(colour))
        ++colour;
    return colour;
}

void keepCanvasInStep(Project& project)
{
    const Network& network = project.network;
    const auto is_not_shared = [&](const auto& entry) {
        const auto parameter = network.parameters.find(entry.first);
        return parameter == network.parameters.end() || !parameter->second.shared;
    };
    std::erase_if(project.canvas.layers, [&](const auto& entry) { return !network.layers.contains(entry.first); });
    std::erase_if(project.canvas.parameters, is_not_shared);
    std::erase_if(project.canvas.colours, is_not_shared);
    for (const auto& [id, parameter] : network.parameters) {
        if (parameter.shared && !project.canvas.colours.contains(id))
            project.canvas.colours.emplace(id, freeColour(project.canvas));
    }
}

} // namespace ligature
