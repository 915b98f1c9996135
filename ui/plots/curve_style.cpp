// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve_style.h"

#include <algorithm>
#include <array>

#include "core/tying/arm.h"

namespace ligature {

namespace {

/// Which of the arms it is, in the order in which people read them: the types, then those that people made.
std::size_t placeOf(const Curve& curve)
{
    const auto arms = armTypes();
    const auto found = std::ranges::find(arms, curve.variant, [](const ArmType* type) { return type->id(); });
    return static_cast<std::size_t>(found - arms.begin()) + curve.custom_arm.value_or(0);
}

/// What tells the lines apart without their colours; empty for an unbroken one.
QList<qreal> dashesOf(const Curve& curve)
{
    static const std::array<QList<qreal>, 6> patterns = {{{},
                                                          QList<qreal>{5, 2.5},
                                                          QList<qreal>{1.5, 2},
                                                          QList<qreal>{6, 2, 1.5, 2},
                                                          QList<qreal>{9, 2},
                                                          QList<qreal>{3, 2, 3, 4}}};
    const std::size_t place = curve.use ? static_cast<std::size_t>(curve.use->use) : placeOf(curve);
    return patterns[place % patterns.size()];
}

} // namespace

QColor curveColour(const Curve& curve, const Theme& theme)
{
    if (curve.use)
        return theme.ties[static_cast<std::size_t>(curve.use->colour + curve.use->use) % theme.ties.size()];
    if (curve.variant == tiedArm || curve.variant == untiedArm)
        return curve.variant == tiedArm ? theme.tied : theme.untied;
    return theme.ties[(placeOf(curve) - 1) % theme.ties.size()];
}

QPen curvePen(const Curve& curve, const Theme& theme)
{
    // A wider line takes ten times as long to draw, which thousands of steps thirty times a second cannot pay.
    QPen pen(curveColour(curve, theme), curve.kind == CurveKind::Epochs ? 1.5 : 1);
    pen.setCapStyle(Qt::FlatCap);
    if (const QList<qreal> dashes = dashesOf(curve); !dashes.isEmpty())
        pen.setDashPattern(dashes);
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
    if (QList<qreal> dashes = dashesOf(curve); !dashes.isEmpty()) {
        for (qreal& dash : dashes)
            dash *= 0.8; // so that the sample has room for a few
        pen.setDashPattern(dashes);
    }
    painter.setPen(pen);
    const QPointF centre = rectangle.center();
    painter.drawLine(QPointF(rectangle.left(), centre.y()), QPointF(rectangle.right(), centre.y()));
    if (curve.kind == CurveKind::Epochs) {
        const QColor colour = curveColour(curve, theme);
        painter.setPen(QPen(colour, 1.4));
        QRectF marker(0, 0, markerSize + 0.5, markerSize + 0.5);
        marker.moveCenter(centre);
        painter.setBrush(curve.variant == tiedArm ? colour : background);
        if (curve.variant == tiedArm)
            painter.drawEllipse(marker);
        else
            painter.drawRect(marker);
    }
    painter.restore();
}

} // namespace ligature
