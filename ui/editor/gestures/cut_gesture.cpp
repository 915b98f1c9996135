// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/gestures/cut_gesture.h"

#include <QPainter>
#include <QPainterPathStroker>

#include "ui/document/edit_selection.h"
#include "ui/editor/network_view.h"

namespace ligature {

CutGesture::CutGesture(NetworkView& view, QPointF start) : m_view(view)
{
    m_line.append(start);
}

void CutGesture::move(QPointF position, Qt::KeyboardModifiers)
{
    m_line.append(position);
    m_view.viewport()->update();
}

void CutGesture::finish(QPointF position, Qt::KeyboardModifiers)
{
    m_line.append(position);
    QPainterPath line;
    line.addPolygon(m_line);
    QPainterPathStroker blade;
    blade.setWidth(1);
    const QPainterPath cut = blade.createStroke(line);
    SelectedItems crossed;
    for (QGraphicsItem* item :
         m_view.networkScene().items(line.boundingRect().adjusted(-1, -1, 1, 1), Qt::IntersectsItemBoundingRect)) {
        const auto* wire = dynamic_cast<const WireItem*>(item);
        if (wire == nullptr || !cut.intersects(blade.createStroke(wire->path())))
            continue;
        if (const auto* link = qgraphicsitem_cast<const LinkItem*>(wire))
            crossed.links.insert(link->input());
        else if (const auto* tie = qgraphicsitem_cast<const TieItem*>(wire))
            crossed.ties.insert(tie->slot());
    }
    Selection wires;
    wires.set(std::move(crossed));
    m_view.report(deleteSelection(m_view.document(), wires));
}

void CutGesture::cancel()
{
    m_view.viewport()->update();
}

void CutGesture::paint(QPainter& painter) const
{
    QPen pen(m_view.networkScene().style().theme->error, 1.5, Qt::DashLine);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawPolyline(m_line);
}

} // namespace ligature
