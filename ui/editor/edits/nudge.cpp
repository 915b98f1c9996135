// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/nudge.h"

#include <algorithm>
#include <cmath>

#include "core/network/repeat.h"
#include "ui/editor/canvas_navigation.h"
#include "ui/editor/edits/canvas_edits.h"
#include "ui/editor/network_view.h"

namespace ligature {

namespace {

constexpr qreal panPixels = 60;

/// The node that lies best in that direction from another: near, and not far aside.
const NodeItem* neighbour(const NetworkScene& scene, const NodeItem& from, QPointF direction)
{
    const NodeItem* best = nullptr;
    qreal least = 0;
    for (const NodeItem* node : scene.nodes()) {
        const QPointF way = node->sceneBody().center() - from.sceneBody().center();
        const qreal along = QPointF::dotProduct(way, direction);
        const qreal aside = std::abs(way.x() * direction.y() - way.y() * direction.x());
        if (node == &from || along <= 1 || aside > 2 * along)
            continue;
        const qreal cost = along + 2 * aside;
        if (best == nullptr || cost < least) {
            best = node;
            least = cost;
        }
    }
    return best;
}

/// The layer of a repeat at the upper left.
LayerId firstOf(const NetworkScene& scene, const Repeat& repeat)
{
    const auto place = [&](LayerId layer) {
        const QPointF corner = scene.layerItem(layer)->pos();
        return std::pair(corner.x(), corner.y());
    };
    return *std::ranges::min_element(repeat.layers, {}, place);
}

/// A repeat's title lies above its layers: up from the topmost of them, and down from it to the first.
bool selectAcrossTitle(NetworkView& view, const NodeItem* next, QPointF direction)
{
    const Network& network = view.document().network();
    const SelectedItems items = view.selection().items();
    if (direction.y() > 0 && items.layers.empty() && items.repeats.size() == 1) {
        view.select(firstOf(view.networkScene(), network.repeats.at(*items.repeats.begin())));
        return true;
    }
    if (direction.y() >= 0 || items.layers.size() != 1)
        return false;
    const RepeatId around = repeatOf(network, *items.layers.begin());
    const NodeId to = next == nullptr ? NodeId() : next->id();
    const auto* const above = std::get_if<LayerId>(&to);
    if (!around || (above != nullptr && repeatOf(network, *above) == around))
        return false;
    view.select(around);
    return true;
}

void selectNeighbour(NetworkView& view, QPointF direction)
{
    const NetworkScene& scene = view.networkScene();
    const std::vector<NodeItem*> selected = scene.nodes(view.selection().items());
    const std::vector<NodeItem*> all = scene.nodes();
    if (all.empty())
        return;
    const NodeItem* next = selected.empty() ? all.front() : neighbour(scene, *selected.front(), direction);
    if (selectAcrossTitle(view, next, direction) || next == nullptr)
        return;
    view.select(next->id());
    view.ensureVisible(next->sceneBody(), 40, 40);
}

} // namespace

void nudge(NetworkView& view, QPointF direction, Qt::KeyboardModifiers modifiers)
{
    if (modifiers & Qt::AltModifier) {
        selectNeighbour(view, direction);
        return;
    }
    const std::vector<NodeItem*> nodes = view.networkScene().nodes(view.selection().items());
    if (nodes.empty()) {
        view.navigation().panBy(-direction * panPixels);
        return;
    }
    const QPointF offset = direction * (modifiers & Qt::ShiftModifier ? 1 : CanvasStyle::grid);
    Canvas positions;
    for (const NodeItem* node : nodes) {
        const QPointF to = node->pos() + offset;
        const NodeId id = node->id();
        if (const auto* layer = std::get_if<LayerId>(&id))
            positions.layers[*layer] = {to.x(), to.y()};
        else
            positions.parameters[std::get<ParameterId>(id)] = {to.x(), to.y()};
    }
    view.report(moveNodes(view.document(), positions, view.selection().items().repeats, QStringLiteral("nudge")));
}

} // namespace ligature
