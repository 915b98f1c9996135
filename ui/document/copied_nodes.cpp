// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/copied_nodes.h"

#include <algorithm>
#include <cmath>

#include "core/network/repeat.h"

namespace ligature {

namespace {

/// Two steps of the canvas' grid.
constexpr double pasteStep = 40;

template <typename Visitor>
void visitPositions(const Canvas& canvas, Visitor visit)
{
    for (const auto& [id, position] : canvas.layers)
        visit(position);
    for (const auto& [id, position] : canvas.parameters)
        visit(position);
}

CanvasPosition topLeft(const Canvas& canvas)
{
    CanvasPosition corner{HUGE_VAL, HUGE_VAL};
    visitPositions(canvas, [&](const CanvasPosition& position) {
        corner.x = std::min(corner.x, position.x);
        corner.y = std::min(corner.y, position.y);
    });
    return std::isfinite(corner.x) ? corner : CanvasPosition{};
}

bool isTaken(const Canvas& canvas, const CanvasPosition& wanted)
{
    bool taken = false;
    visitPositions(canvas, [&](const CanvasPosition& position) {
        taken = taken || (std::abs(position.x - wanted.x) < 1 && std::abs(position.y - wanted.y) < 1);
    });
    return taken;
}

/// How far to move the copies so that none lies exactly on a node that is there.
CanvasPosition freeOffset(const Canvas& canvas, const Canvas& copies)
{
    double offset = pasteStep;
    // As many tries as there can be pastes before it stops to matter.
    for (int tries = 0; tries < 100; ++tries, offset += pasteStep) {
        bool taken = false;
        visitPositions(copies, [&](const CanvasPosition& position) {
            taken = taken || isTaken(canvas, {position.x + offset, position.y + offset});
        });
        if (!taken)
            break;
    }
    return {offset, offset};
}

} // namespace

CopiedNodes copyNodes(const Project& project, const SelectedItems& items)
{
    CopiedNodes nodes{.fragment = copyFragment(project.network, layersOf(project.network, items), items.parameters),
                      .canvas = {}};
    for (const auto& [id, layer] : nodes.fragment.network.layers) {
        if (const auto position = project.canvas.layers.find(id); position != project.canvas.layers.end())
            nodes.canvas.layers.insert(*position);
    }
    // Those outside too: if they are copied after all, they come to lie as they did.
    for (const auto& [id, parameter] : nodes.fragment.network.parameters) {
        if (const auto position = project.canvas.parameters.find(id); position != project.canvas.parameters.end())
            nodes.canvas.parameters.insert(*position);
    }
    return nodes;
}

SelectedItems pasteNodes(Project& project, const CopiedNodes& nodes, PastedTies ties, std::optional<CanvasPosition> at)
{
    const std::uint64_t first_fresh_id = project.network.next_id;
    const Pasted pasted = paste(project.network, nodes.fragment, ties);
    Canvas chosen = nodes.canvas;
    std::erase_if(chosen.parameters,
                  [&](const auto& entry) { return !nodes.fragment.chosen_parameters.contains(entry.first); });
    CanvasPosition offset;
    if (at) {
        const CanvasPosition corner = topLeft(chosen);
        offset = {at->x - corner.x, at->y - corner.y};
    } else {
        offset = freeOffset(project.canvas, chosen);
    }
    const auto moved = [&](const CanvasPosition& position) {
        return CanvasPosition{position.x + offset.x, position.y + offset.y};
    };
    SelectedItems added;
    for (const auto& [old_id, id] : pasted.repeats)
        added.repeats.insert(id);
    for (const auto& [old_id, id] : pasted.layers) {
        if (!repeatOf(project.network, id)) // The others go with their repeat.
            added.layers.insert(id);
        if (const auto position = nodes.canvas.layers.find(old_id); position != nodes.canvas.layers.end())
            project.canvas.layers[id] = moved(position->second);
    }
    for (const auto& [old_id, id] : pasted.parameters) {
        if (id.value < first_fresh_id || !project.network.parameters.at(id).shared)
            continue;
        added.parameters.insert(id);
        if (const auto position = nodes.canvas.parameters.find(old_id); position != nodes.canvas.parameters.end())
            project.canvas.parameters[id] = moved(position->second);
    }
    return added;
}

} // namespace ligature
