// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/canvas_grid.h"

#include <cmath>

#include <QPainter>
#include <QPolygonF>

#include "ui/editor/canvas_style.h"

namespace ligature {

namespace {

constexpr qreal nearestPixels = 14; ///< dots closer than this on the screen are left out
constexpr int stepsToMajor = 5;

/// @param skip every so many steps is left out, because another call paints it; 0: none
void paintDots(QPainter& painter, const QRectF& exposed, qreal step, int skip, const QColor& colour, qreal pixels)
{
    const auto first_column = qint64(std::floor(exposed.left() / step));
    const auto last_column = qint64(std::ceil(exposed.right() / step));
    const auto first_row = qint64(std::floor(exposed.top() / step));
    const auto last_row = qint64(std::ceil(exposed.bottom() / step));
    QPolygonF dots;
    dots.reserve(int((last_column - first_column + 1) * (last_row - first_row + 1)));
    for (qint64 row = first_row; row <= last_row; ++row) {
        for (qint64 column = first_column; column <= last_column; ++column) {
            if (skip == 0 || row % skip != 0 || column % skip != 0)
                dots.append({qreal(column) * step, qreal(row) * step});
        }
    }
    QPen pen(colour, pixels, Qt::SolidLine, Qt::SquareCap);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawPoints(dots);
}

} // namespace

void paintGrid(QPainter& painter, const QRectF& exposed, const Theme& theme)
{
    painter.fillRect(exposed, theme.canvas);
    const qreal scale = painter.worldTransform().m11();
    qreal step = CanvasStyle::grid;
    while (step * scale < nearestPixels)
        step *= stepsToMajor;
    painter.setRenderHint(QPainter::Antialiasing, false);
    // One dot is too little to see in the colours of lines.
    const auto strong = [&](const QColor& colour) { return mixed(colour, theme.node_border, theme.dark ? 0.55 : 0.6); };
    paintDots(painter, exposed, step, stepsToMajor, strong(theme.canvas_grid), 1);
    paintDots(painter, exposed, step * stepsToMajor, 0, strong(theme.canvas_grid_major), 2);
    painter.setRenderHint(QPainter::Antialiasing, true);
}

} // namespace ligature
