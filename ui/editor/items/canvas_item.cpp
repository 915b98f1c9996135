// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/canvas_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

namespace ligature {

void CanvasItem::setState(State state, bool on)
{
    const unsigned states = on ? m_states | state : m_states & ~unsigned(state);
    if (states == m_states)
        return;
    m_states = states;
    stateChanged();
    update();
}

bool CanvasItem::isFarAway(const QPainter& painter)
{
    return QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter.worldTransform()) < CanvasStyle::detail_scale;
}

TextLine::TextLine(const QString& string, const QFont& font) : text(string)
{
    text.setTextFormat(Qt::PlainText);
    text.setPerformanceHint(QStaticText::AggressiveCaching);
    text.prepare({}, font);
    const QFontMetricsF metrics(font);
    size = QSizeF(metrics.horizontalAdvance(string), metrics.height());
}

void TextLine::paint(QPainter& painter, QPointF top_left, const QFont& font, const QColor& colour) const
{
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawStaticText(top_left, text);
}

} // namespace ligature
