// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/wire_preview.h"

#include <QPainter>

namespace ligature {

WirePreview::WirePreview(const CanvasStyle& style, const QColor& colour, qreal width)
    : CanvasItem(style), m_colour(colour), m_width(width)
{
    setZValue(5);
}

void WirePreview::setPath(const QPainterPath& path, bool connects)
{
    prepareGeometryChange();
    m_path = path;
    m_connects = connects;
    m_bounds = path.controlPointRect().adjusted(-8, -8, 8, 8);
    update();
}

void WirePreview::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (m_path.isEmpty())
        return;
    QPen pen(m_colour, m_width, m_connects ? Qt::SolidLine : Qt::DashLine, Qt::FlatCap);
    if (!m_connects)
        pen.setDashPattern({4, 3});
    painter->setBrush(Qt::NoBrush);
    painter->setPen(pen);
    painter->drawPath(m_path);
    if (m_connects)
        return;
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_colour);
    painter->drawEllipse(m_path.currentPosition(), 3, 3);
}

} // namespace ligature
