// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/wire_item.h"

#include <algorithm>
#include <cmath>

#include <QLineF>
#include <QPainter>
#include <QPainterPathStroker>

#include "ui/editor/items/node_item.h"

namespace ligature {

namespace {

constexpr qreal dimmedWireOpacity = 0.3;
constexpr qreal labelPadding = 5;
/// What a wire's thickest stroke, its glow and rounding may add to its path's box.
constexpr qreal strokeMargin = 8;
constexpr qreal hitWidth = 12;

/// The points that the curve passes through, without its control points.
QPolygonF pointsOn(const QPainterPath& path)
{
    QPolygonF points;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(path.elementAt(i).isCurveTo() ? i + 2 : i);
        if (path.elementAt(i).isCurveTo())
            i += 2;
        points.append(element);
    }
    return points;
}

} // namespace

QPainterPath tiePath(QPointF from, QPointF to)
{
    const QPointF span = to - from;
    const qreal reach = span.y() <= 0 ? std::max(-span.y() * 0.55, std::min(48.0, std::abs(span.x()) * 0.5))
                                      : std::min(60 + span.y() * 0.4, 260.0);
    QPainterPath path(from);
    path.cubicTo(from - QPointF(0, reach), to + QPointF(0, reach), to);
    return path;
}

QPainterPath slotPath(QPointF from, QPointF to)
{
    const qreal reach = 40 + std::abs(to.x() - from.x()) * 0.25;
    const qreal bottom = std::max(from.y(), to.y()) + reach;
    QPainterPath path(from);
    path.cubicTo({from.x(), bottom}, {to.x(), bottom}, to);
    return path;
}

WireItem::WireItem(const CanvasStyle& style, NodeItem* from, Endpoint from_end, NodeItem* to, Endpoint to_end)
    : CanvasItem(style), m_from(from), m_from_end(std::move(from_end)), m_to(to), m_to_end(std::move(to_end))
{
    m_from->addWire(this);
    m_to->addWire(this);
    setZValue(1);
}

WireItem::~WireItem()
{
    m_from->removeWire(this);
    m_to->removeWire(this);
}

void WireItem::setLabel(const QString& label)
{
    if (label == m_label.text.text() && !m_path.isEmpty())
        return;
    m_label = TextLine(label, style().label);
    place();
}

void WireItem::restyle()
{
    m_label = TextLine(m_label.text.text(), style().label);
    place();
}

void WireItem::follow()
{
    if (m_from->anchorPosition(m_from_end) != m_from_position || m_to->anchorPosition(m_to_end) != m_to_position)
        place();
}

void WireItem::place()
{
    prepareGeometryChange();
    m_from_position = m_from->anchorPosition(m_from_end);
    m_to_position = m_to->anchorPosition(m_to_end);
    m_path = curve(m_from_position, m_to_position);
    m_coarse = pointsOn(m_path);
    m_label_box = {};
    if (!m_label.isEmpty()) {
        const QPointF middle = m_path.pointAtPercent(labelPlace());
        m_label_box = QRectF(0, 0, m_label.size.width() + 2 * labelPadding, m_label.size.height() + 2);
        m_label_box.moveCenter({std::round(middle.x()), std::round(middle.y())});
    }
    m_bounds = m_path.controlPointRect()
                   .adjusted(-strokeMargin, -strokeMargin, strokeMargin, strokeMargin)
                   .united(m_label_box.adjusted(-1, -1, 1, 1));
    update();
}

qreal WireItem::distanceTo(QPointF scene_position) const
{
    if (m_label_box.contains(scene_position))
        return 0;
    constexpr int steps = 24;
    qreal nearest = QLineF(m_from_position, scene_position).length();
    for (int step = 1; step <= steps; ++step) {
        const QPointF point = m_path.pointAtPercent(qreal(step) / steps);
        nearest = std::min(nearest, QLineF(point, scene_position).length());
    }
    return nearest;
}

QPainterPath WireItem::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(hitWidth);
    QPainterPath outline = stroker.createStroke(m_path);
    outline.setFillRule(Qt::WindingFill);
    outline.addRect(m_label_box);
    return outline;
}

void WireItem::stateChanged()
{
    setZValue(has(Selected) || has(Hovered) || has(Lit) ? 1.5 : 1);
}

void WireItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (has(Dimmed))
        painter->setOpacity(painter->opacity() * dimmedWireOpacity);
    const QColor ink = colour();
    if (isFarAway(*painter)) {
        QPen pen(ink, width() / 2 + (has(Lit) || has(Selected) ? 1 : 0));
        pen.setCosmetic(true);
        painter->setPen(pen);
        painter->drawPolyline(m_coarse);
        return;
    }
    painter->setBrush(Qt::NoBrush);
    if (has(Selected) || has(Lit) || has(Target)) {
        QColor glow = has(Selected) || has(Target) ? theme().accent : ink;
        glow.setAlphaF(0.30f);
        painter->setPen(QPen(glow, width() + 6, Qt::SolidLine, Qt::FlatCap));
        painter->drawPath(m_path);
    }
    painter->setPen(QPen(ink, width() + (has(Hovered) || has(Lit) ? 0.8 : 0), Qt::SolidLine, Qt::FlatCap));
    painter->drawPath(m_path);
    if (m_label.isEmpty())
        return;
    painter->setPen(QPen(ink, 1));
    painter->setBrush(theme().canvas);
    const qreal radius = m_label_box.height() / 2;
    painter->drawRoundedRect(m_label_box, radius, radius);
    m_label.paint(*painter, m_label_box.topLeft() + QPointF(labelPadding, 1), style().label, labelColour());
}

} // namespace ligature
