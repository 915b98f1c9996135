// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/loop_glyph.h"

#include <QIcon>
#include <QPainter>
#include <QPixmap>

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

QIcon loopIcon(const QColor& ink)
{
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLoop(painter, {8, 8}, ink);
    return QIcon(pixmap);
}

} // namespace ligature
