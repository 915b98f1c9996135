// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/free_place.h"

#include <algorithm>
#include <cmath>

#include "ui/editor/canvas_style.h"

namespace ligature {

QPointF freePlace(QPointF wanted, QSizeF size, const std::vector<QRectF>& others)
{
    constexpr qreal step = CanvasStyle::grid;
    constexpr qreal gap = 2 * step;
    constexpr int furthest = 200;
    const QPointF start(std::round(wanted.x() / step) * step, std::round(wanted.y() / step) * step);
    const auto is_free = [&](QPointF corner) {
        const QRectF box = QRectF(corner, size).adjusted(-gap, -gap, gap, gap);
        return std::ranges::none_of(others, [&](const QRectF& other) { return other.intersects(box); });
    };
    // Squares around the start, from the inside; on each, the place nearest to the start.
    for (int ring = 0; ring <= furthest; ++ring) {
        QPointF best;
        qreal least = -1;
        for (int along = -ring; along <= ring; ++along) {
            for (const QPointF offset :
                 {QPointF(along, ring), QPointF(along, -ring), QPointF(ring, along), QPointF(-ring, along)}) {
                const qreal length = std::hypot(offset.x(), offset.y());
                if ((least < 0 || length < least) && is_free(start + offset * step)) {
                    best = start + offset * step;
                    least = length;
                }
            }
        }
        if (least >= 0)
            return best;
    }
    return start;
}

} // namespace ligature
