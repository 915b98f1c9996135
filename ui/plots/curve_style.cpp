// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve_style.h"

namespace ligature {

QColor curveColour(const Curve& curve, const Theme& theme)
{
    return curve.variant == Variant::Tied ? theme.tied : theme.untied;
}

QPen curvePen(const Curve& curve, const Theme& theme)
{
    // A wider line takes ten times as long to draw, which thousands of steps thirty times a second cannot pay.
    QPen pen(curveColour(curve, theme), curve.kind == CurveKind::Epochs ? 1.5 : 1);
    pen.setCapStyle(Qt::FlatCap);
    if (curve.variant == Variant::Untied)
        pen.setDashPattern({5, 2.5});
    return pen;
}

QPen rawPen(const Curve& curve, const Theme& theme)
{
    QColor colour = curveColour(curve, theme);
    colour.setAlphaF(theme.dark ? 0.30F : 0.26F);
    return {colour, 1};
}

void paintSample(QPainter& painter, const QRectF& rectangle, const Curve& curve, const Theme& theme,
                 const QColor& background)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen = curvePen(curve, theme);
    pen.setWidthF(1.6);
    if (curve.variant == Variant::Untied)
        pen.setDashPattern({4, 2});
    painter.setPen(pen);
    const QPointF centre = rectangle.center();
    painter.drawLine(QPointF(rectangle.left(), centre.y()), QPointF(rectangle.right(), centre.y()));
    if (curve.kind == CurveKind::Epochs) {
        const QColor colour = curveColour(curve, theme);
        painter.setPen(QPen(colour, 1.4));
        QRectF marker(0, 0, markerSize + 0.5, markerSize + 0.5);
        marker.moveCenter(centre);
        painter.setBrush(curve.variant == Variant::Tied ? colour : background);
        if (curve.variant == Variant::Tied)
            painter.drawEllipse(marker);
        else
            painter.drawRect(marker);
    }
    painter.restore();
}

} // namespace ligature
