// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/canvas_upkeep.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/project/arrangement.h"

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

void placeNewNodes(Project& project)
{
    Canvas& canvas = project.canvas;
    CanvasPosition below_all{HUGE_VAL, 0};
    for (const auto& [id, position] : canvas.layers) {
        below_all.x = std::min(below_all.x, position.x);
        below_all.y = std::max(below_all.y, position.y + 160);
    }
    for (const auto& [id, layer] : project.network.layers) {
        if (canvas.layers.contains(id) || !std::isfinite(below_all.x))
            continue;
        canvas.layers[id] = below_all;
        below_all.x += 200;
    }
    for (const auto& [id, parameter] : project.network.parameters) {
        const std::vector<Slot> uses = usesOf(project.network, id);
        if (parameter.shared && !canvas.parameters.contains(id) && !uses.empty())
            canvas.parameters[id] = placeBelow(canvas, {uses.front().layer});
    }
}

} // namespace ligature
