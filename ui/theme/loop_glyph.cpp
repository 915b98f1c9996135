// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/loop_glyph.h"

#include <QPainter>

namespace ligature {

void paintLoop(QPainter& painter, QPointF middle, const QColor& ink)
{
    constexpr qreal r = 5;
    const QRectF circle(middle - QPointF(r, r), QSizeF(2 * r, 2 * r));
    painter.setPen(QPen(ink, 1.7, Qt::SolidLine, Qt::FlatCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawArc(circle, 75 * 16, 290 * 16);
    const QPointF tip = middle + QPointF(1.6, -r);
    const QPointF head[] = {tip + QPointF(3.2, 0.2), tip + QPointF(-1.4, -3.4), tip + QPointF(-1.4, 3.6)};
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawConvexPolygon(head, 3);
}

} // namespace ligature
