// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/node_painting.h"

#include <algorithm>
#include <cmath>

#include "ui/theme/severity_style.h"
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

namespace ligature {

namespace {

constexpr qreal stripHeight = 4;
constexpr qreal badgeRadius = 8;
constexpr qreal messageGap = 12;
constexpr qreal messagePadding = 8;
constexpr qreal minimumMessageWidth = 220;
constexpr qreal remedyHeight = 22;
constexpr qreal remedyPadding = 10;
constexpr qreal remedyGap = 6; ///< over the button

/// Where the ring around a point is painted and in what colour while a wire is drawn or the mouse is over it.
void paintRing(QPainter& painter, const NodeItem::Anchor& anchor, bool hovered, qreal radius, const CanvasStyle& style)
{
    QColor halo = style.theme->accent;
    if (anchor.mark == NodeItem::Mark::Aimed)
        halo.setAlphaF(0.60f);
    else if (hovered || anchor.mark == NodeItem::Mark::Fits)
        halo.setAlphaF(0.32f);
    else
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(halo);
    const qreal reach = anchor.mark == NodeItem::Mark::Aimed || hovered ? radius + 5.5 : radius + 4;
    painter.drawEllipse(anchor.position, reach, reach);
}

} // namespace

void paintBadge(QPainter& painter, QPointF middle, const NodeMessage& message, const CanvasStyle& style)
{
    painter.setPen(QPen(style.theme->canvas, 2));
    painter.setBrush(colourOf(message.severity, *style.theme));
    painter.drawEllipse(middle, badgeRadius, badgeRadius);
    // The mark is drawn, because a glyph of this size sits off the middle in most fonts: "!", or "i" upside down.
    painter.setPen(QPen(style.theme->canvas, 2, Qt::SolidLine, Qt::RoundCap));
    const qreal up = message.severity == Severity::Info ? -1 : 1;
    painter.drawLine(middle + QPointF(0, -3.5 * up), middle + QPointF(0, 0.5 * up));
    painter.drawPoint(middle + QPointF(0, 3.5 * up));
}

QString shownName(const QString& name, const QFont& font)
{
    constexpr qreal widest = 240;
    return QFontMetricsF(font).elidedText(name, Qt::ElideRight, widest);
}

void paintBox(QPainter& painter, const NodeItem& node, const CanvasStyle& style, const BoxLook& look, bool far_away)
{
    const Theme& theme = *style.theme;
    const QRectF& body = node.body();
    const bool selected = node.has(CanvasItem::Selected);
    const bool marked = selected || node.has(CanvasItem::Target);
    QColor border = look.border;
    if (marked)
        border = theme.accent;
    else if (node.has(CanvasItem::Hovered))
        border = mixed(look.border, theme.text, 0.35);
    if (far_away) {
        painter.fillRect(body, look.message ? colourOf(look.message->severity, theme) : border);
        const qreal edge = marked ? 6 : 2;
        painter.fillRect(body.adjusted(edge, edge, -edge, -edge), look.fill);
        if (look.strip.isValid())
            painter.fillRect(QRectF(body.left(), body.top(), body.width(), 10), look.strip);
        return;
    }
    const qreal width = marked ? 2 : look.border_width;
    const QRectF frame = body.adjusted(width / 2, width / 2, -width / 2, -width / 2);
    if (selected) {
        QColor halo = theme.accent;
        halo.setAlphaF(0.25f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawRoundedRect(body.adjusted(-3, -3, 3, 3), CanvasStyle::corner + 3, CanvasStyle::corner + 3);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.fill);
    painter.drawRoundedRect(frame, CanvasStyle::corner, CanvasStyle::corner);
    if (look.strip.isValid()) {
        QPainterPath rounded;
        rounded.addRoundedRect(frame, CanvasStyle::corner, CanvasStyle::corner);
        QPainterPath strip;
        strip.addRect(QRectF(body.left(), body.top(), body.width(), stripHeight + width / 2));
        painter.fillPath(rounded.intersected(strip), look.strip);
    }
    painter.setPen(QPen(border, width));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(frame, CanvasStyle::corner, CanvasStyle::corner);
    if (look.message)
        paintBadge(painter, body.topRight() + QPointF(-2, 2), *look.message, style);
}

QRectF messageBox(const NodeMessage& message, const CanvasStyle& style, qreal node_width)
{
    const qreal width = std::max(node_width, minimumMessageWidth);
    const QFontMetricsF metrics(style.body);
    const QRectF inner = metrics.boundingRect(QRectF(0, 0, width - 2 * messagePadding - 3, 1000),
                                              Qt::AlignLeft | Qt::TextWordWrap, message.text);
    const qreal button = message.remedy ? remedyGap + remedyHeight : 0;
    const qreal height = std::ceil(inner.height()) + 2 * messagePadding - 4 + button;
    return {0, -messageGap - height, width, height};
}

QRectF remedyBox(const QRectF& message_box, const std::optional<NodeMessage>& message, const CanvasStyle& style)
{
    if (!message || !message->remedy || message_box.isNull())
        return {};
    const QString title = QString::fromStdString(message->remedy->title);
    const qreal wanted = std::ceil(QFontMetricsF(style.body).horizontalAdvance(title)) + 2 * remedyPadding;
    const qreal width = std::min(wanted, message_box.width() - 2 * messagePadding);
    return {message_box.left() + messagePadding, message_box.bottom() - messagePadding + 2 - remedyHeight, width,
            remedyHeight};
}

void paintMessage(QPainter& painter, const QRectF& box, const NodeMessage& message, const CanvasStyle& style)
{
    const QColor colour = colourOf(message.severity, *style.theme);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(style.theme->canvas, colour, 0.14));
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(mixed(colour, style.theme->text, 0.35));
    painter.setFont(style.body);
    painter.drawText(box.adjusted(messagePadding, messagePadding - 2, -messagePadding, -messagePadding + 4),
                     Qt::AlignLeft | Qt::TextWordWrap, message.text);
    const QRectF button = remedyBox(box, message, style);
    if (button.isNull())
        return;
    painter.setPen(QPen(mixed(style.theme->canvas, colour, 0.6), 1));
    painter.setBrush(mixed(style.theme->node, colour, 0.1));
    painter.drawRoundedRect(button.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(style.theme->text);
    const QString title =
        QFontMetricsF(style.body)
            .elidedText(QString::fromStdString(message.remedy->title), Qt::ElideRight, button.width() - remedyPadding);
    painter.drawText(button, Qt::AlignCenter, title);
}

void paintCircle(QPainter& painter, const NodeItem::Anchor& anchor, bool filled, bool hovered, const CanvasStyle& style,
                 bool far_away)
{
    const Theme& theme = *style.theme;
    const bool lively = hovered || anchor.mark == NodeItem::Mark::Aimed || anchor.mark == NodeItem::Mark::Fits;
    QColor ink = lively ? theme.accent : theme.link;
    if (anchor.mark == NodeItem::Mark::Refused)
        ink = theme.disabled_text;
    if (far_away) {
        painter.fillRect(QRectF(anchor.position - QPointF(5, 5), QSizeF(10, 10)), ink);
        return;
    }
    paintRing(painter, anchor, hovered, CanvasStyle::port_radius, style);
    painter.setPen(QPen(ink, 1.6));
    painter.setBrush(filled || anchor.mark == NodeItem::Mark::Aimed ? ink : theme.node);
    painter.drawEllipse(anchor.position, CanvasStyle::port_radius, CanvasStyle::port_radius);
}

void paintDiamond(QPainter& painter, const NodeItem::Anchor& anchor, const QColor& tie_colour, bool hovered,
                  const CanvasStyle& style, bool far_away)
{
    const Theme& theme = *style.theme;
    const bool lively = hovered || anchor.mark == NodeItem::Mark::Aimed || anchor.mark == NodeItem::Mark::Fits;
    QColor ink = tie_colour.isValid() ? tie_colour : theme.link;
    if (lively && !tie_colour.isValid())
        ink = theme.accent;
    if (anchor.mark == NodeItem::Mark::Refused)
        ink = theme.disabled_text;
    if (far_away) {
        painter.fillRect(QRectF(anchor.position - QPointF(6, 6), QSizeF(12, 12)), ink);
        return;
    }
    paintRing(painter, anchor, hovered, CanvasStyle::slot_radius, style);
    const qreal r = CanvasStyle::slot_radius;
    const QPointF corners[] = {anchor.position + QPointF(0, -r), anchor.position + QPointF(r, 0),
                               anchor.position + QPointF(0, r), anchor.position + QPointF(-r, 0)};
    painter.setPen(QPen(ink, 1.6, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(tie_colour.isValid() || anchor.mark == NodeItem::Mark::Aimed ? ink : theme.node);
    painter.drawConvexPolygon(corners, 4);
}

} // namespace ligature
