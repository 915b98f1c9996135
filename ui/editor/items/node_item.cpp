// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/node_item.h"

#include <QLineF>
#include <QPainter>

#include "ui/editor/items/wire_item.h"

namespace ligature {

namespace {

/// How far a point's ring reaches beyond the box.
constexpr qreal anchorReach = 13;
constexpr qreal dimmedNodeOpacity = 0.42;

} // namespace

NodeItem::NodeItem(const CanvasStyle& style) : CanvasItem(style)
{
    setFlag(ItemSendsGeometryChanges);
    setZValue(2);
}

NodeItem::~NodeItem() = default;

QPointF NodeItem::anchorPosition(const Endpoint& endpoint) const
{
    for (const Anchor& anchor : m_anchors) {
        if (anchor.endpoint == endpoint)
            return pos() + anchor.position;
    }
    return sceneBody().center();
}

const NodeItem::Anchor* NodeItem::anchorNear(QPointF scene_position, qreal distance) const
{
    const Anchor* nearest = nullptr;
    qreal shortest = distance;
    for (const Anchor& anchor : m_anchors) {
        const qreal length = QLineF(pos() + anchor.position, scene_position).length();
        if (length <= shortest) {
            nearest = &anchor;
            shortest = length;
        }
    }
    return nearest;
}

void NodeItem::setMark(const Endpoint& endpoint, Mark mark)
{
    for (Anchor& anchor : m_anchors) {
        if (anchor.endpoint == endpoint && anchor.mark != mark) {
            anchor.mark = mark;
            update();
        }
    }
}

void NodeItem::clearMarks()
{
    for (Anchor& anchor : m_anchors) {
        if (anchor.mark == Mark::None)
            continue;
        anchor.mark = Mark::None;
        update();
    }
}

void NodeItem::setHoveredAnchor(const std::optional<Endpoint>& endpoint)
{
    if (m_hovered_anchor == endpoint)
        return;
    m_hovered_anchor = endpoint;
    update();
}

QPainterPath NodeItem::shape() const
{
    QPainterPath path;
    path.addRect(m_body);
    return path;
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const bool far_away = isFarAway(*painter);
    if (has(Dimmed))
        painter->setOpacity(painter->opacity() * dimmedNodeOpacity);
    paintBody(*painter, far_away);
    for (const Anchor& anchor : m_anchors)
        paintAnchor(*painter, anchor, anchor.endpoint == m_hovered_anchor, far_away);
}

void NodeItem::setGeometry(const QRectF& body, std::vector<Anchor> anchors, const QRectF& outside)
{
    prepareGeometryChange();
    m_body = body;
    m_extent = body.united(outside);
    m_anchors = std::move(anchors);
    m_bounds = body.adjusted(-anchorReach, -anchorReach, anchorReach, anchorReach).united(outside);
    for (WireItem* wire : m_wires)
        wire->follow();
    update();
}

QVariant NodeItem::itemChange(GraphicsItemChange change, const QVariant& value)
{
    if (change == ItemPositionHasChanged) {
        for (WireItem* wire : m_wires)
            wire->follow();
    }
    return CanvasItem::itemChange(change, value);
}

} // namespace ligature
