// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/gestures/move_gesture.h"

#include <cmath>

#include "core/network/edits.h"
#include "ui/editor/edits/canvas_edits.h"
#include "ui/editor/network_view.h"

namespace ligature {

MoveGesture::MoveGesture(NetworkView& view, const NodeId& grabbed, QPointF start) : m_view(view), m_start(start)
{
    const NetworkScene& scene = view.networkScene();
    for (const NodeItem* node : scene.nodes(view.selection().items()))
        m_starts.emplace_back(node->id(), node->pos());
    m_grabbed_start = scene.node(grabbed)->pos();
    m_insertable = canBeInserted();
}

bool MoveGesture::canBeInserted() const
{
    if (m_starts.size() != 1 || !std::holds_alternative<LayerId>(m_starts.front().first))
        return false;
    const auto id = std::get<LayerId>(m_starts.front().first);
    const Network& network = m_view.document().network();
    if (!fitsIntoLink(network.layers.at(id).type))
        return false;
    for (const auto& [input, output] : network.links) {
        if (input.layer == id || output.layer == id)
            return false;
    }
    return true;
}

void MoveGesture::move(QPointF position, Qt::KeyboardModifiers modifiers)
{
    QPointF offset = position - m_start;
    if (!(modifiers & (Qt::ControlModifier | Qt::ShiftModifier)))
        offset = snapped(m_grabbed_start + offset) - m_grabbed_start;
    NetworkScene& scene = m_view.networkScene();
    for (const auto& [id, start] : m_starts) {
        if (NodeItem* node = scene.node(id))
            node->setPos(start + offset);
    }
    scene.nodesMoved(m_insertable ? scene.node(m_starts.front().first) : nullptr);
    if (m_insertable)
        aimAtLink();
}

void MoveGesture::aimAtLink()
{
    const NetworkScene& scene = m_view.networkScene();
    const NodeItem* node = scene.node(m_starts.front().first);
    const auto* link =
        node == nullptr ? nullptr : qgraphicsitem_cast<LinkItem*>(scene.wireAt(node->sceneBody().center(), 24));
    setTarget(link == nullptr ? std::nullopt : std::optional(link->input()));
}

void MoveGesture::setTarget(const std::optional<Port>& link)
{
    const NetworkScene& scene = m_view.networkScene();
    if (m_target && m_target != link) {
        if (LinkItem* item = scene.linkItem(*m_target))
            item->setState(CanvasItem::Target, false);
    }
    m_target = link;
    if (m_target) {
        if (LinkItem* item = scene.linkItem(*m_target))
            item->setState(CanvasItem::Target, true);
    }
}

void MoveGesture::finish(QPointF position, Qt::KeyboardModifiers modifiers)
{
    move(position, modifiers);
    const std::optional<Port> target = m_target;
    setTarget({});
    Canvas positions;
    const NetworkScene& scene = m_view.networkScene();
    for (const auto& [id, start] : m_starts) {
        const NodeItem* node = scene.node(id);
        if (node == nullptr || node->pos() == start)
            continue;
        if (const auto* layer = std::get_if<LayerId>(&id))
            positions.layers[*layer] = {node->x(), node->y()};
        else
            positions.parameters[std::get<ParameterId>(id)] = {node->x(), node->y()};
    }
    if (positions.layers.empty() && positions.parameters.empty()) {
        cancel();
        return;
    }
    if (target)
        m_view.report(insertIntoLink(m_view.document(), std::get<LayerId>(m_starts.front().first), *target, positions));
    else
        m_view.report(moveNodes(m_view.document(), positions, m_view.selection().items().repeats));
}

void MoveGesture::cancel()
{
    setTarget({});
    NetworkScene& scene = m_view.networkScene();
    for (const auto& [id, start] : m_starts) {
        if (NodeItem* node = scene.node(id))
            node->setPos(start);
    }
    scene.nodesMoved();
}

} // namespace ligature
