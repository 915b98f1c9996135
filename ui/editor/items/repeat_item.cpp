// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/repeat_item.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionGraphicsItem>

#include "ui/document/document.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/editor/items/node_painting.h"
#include "ui/theme/loop_glyph.h"
#include "ui/theme/severity_style.h"

namespace ligature {

namespace {

constexpr qreal barHeight = 32;
constexpr qreal underBar = CanvasStyle::frame_top - barHeight;
constexpr qreal overMessage = 8; ///< between the bar and what a layer says above itself
constexpr qreal besideLane = 22; ///< between a link that goes round the layers and the bar or the frame
constexpr qreal corner = 12;
constexpr qreal padding = 12;
constexpr qreal glyph = 14;
constexpr qreal gap = 8;
constexpr qreal counterHeight = 20;
constexpr qreal counterPadding = 9;
/// How far the copies behind a frame with own parameters stick out.
constexpr qreal stackStep = 5;
constexpr int stackDepth = 2;
constexpr qreal widestMessage = 420;
constexpr qreal tallestLabel = 110; ///< above the frame, in scene units
constexpr qreal labelPixels = 20;   ///< what it takes, where there is room

} // namespace

RepeatContent repeatContent(const Document& document, const NodeMessages& messages, RepeatId id)
{
    const Repeat& repeat = document.network().repeats.at(id);
    RepeatContent content;
    content.name = QString::fromStdString(repeat.name);
    content.counter = QStringLiteral("× %1").arg(repeat.count);
    content.sharing = repeat.shared ? Document::tr("shared parameters") : Document::tr("own parameters in each pass");
    content.brief = repeat.shared ? Document::tr("shared") : Document::tr("own");
    content.stacked = !repeat.shared && repeat.count > 1;
    content.tip = passesText(repeat.count) + QLatin1Char(' ') +
                  sharingText(repeat.count, repeat.shared, accountOf(document, id)) + QLatin1Char(' ') +
                  Document::tr("Double-click the counter to change it.");
    if (const auto message = messages.repeats.find(id); message != messages.repeats.end())
        content.message = message->second;
    return content;
}

RepeatItem::RepeatItem(const CanvasStyle& style, RepeatId repeat) : CanvasItem(style), m_repeat(repeat)
{
    setZValue(0);
}

void RepeatItem::setContent(RepeatContent content)
{
    if (content == m_content && !m_name.isEmpty())
        return;
    m_content = std::move(content);
    layOut();
}

void RepeatItem::restyle()
{
    layOut();
}

void RepeatItem::layOut()
{
    m_name = TextLine(shownName(m_content.name, style().title), style().title);
    m_counter = TextLine(m_content.counter, style().label);
    m_sharing = TextLine(m_content.sharing, style().body);
    m_brief = TextLine(m_content.brief, style().body);
    if (!m_inside.isNull())
        place();
}

void RepeatItem::enclose(const std::vector<const NodeItem*>& nodes, const std::vector<qreal>& lanes)
{
    QRectF bodies;
    qreal top = nodes.front()->sceneExtent().top();
    for (const NodeItem* node : nodes) {
        bodies |= node->sceneBody();
        top = std::min(top, node->sceneExtent().top());
    }
    QRectF inside =
        bodies.adjusted(-CanvasStyle::frame_margin, -underBar, CanvasStyle::frame_margin, CanvasStyle::frame_margin);
    inside.setTop(std::min(inside.top(), top - overMessage));
    for (const qreal lane : lanes) {
        inside.setTop(std::min(inside.top(), lane - besideLane));
        inside.setBottom(std::max(inside.bottom(), lane + besideLane));
    }
    if (inside == m_inside)
        return;
    m_inside = inside;
    place();
}

void RepeatItem::place()
{
    prepareGeometryChange();
    m_frame = m_inside.adjusted(0, -barHeight, 0, 0);
    const qreal needed = counterRect().right() - m_frame.left() + gap + m_brief.size.width() + padding + gap;
    if (needed > m_frame.width())
        m_frame.setWidth(needed);
    m_message_box = {};
    if (isSpelledOut(m_content.message))
        m_message_box = messageBox(*m_content.message, style(), std::min(m_frame.width(), widestMessage));
    const qreal stack = stackDepth * stackStep + 1;
    m_bounds = m_frame.adjusted(-4, -8, std::max(stack, 8.0), stack);
    const qreal label = QFontMetricsF(style().label).horizontalAdvance(farText()) * tallestLabel / labelPixels;
    m_bounds |= QRectF(m_frame.left(), m_frame.top() - tallestLabel, label + tallestLabel / 2, tallestLabel);
    if (!m_message_box.isNull())
        m_bounds |= m_message_box.translated(m_frame.topLeft());
    update();
}

const Remedy* RepeatItem::remedyAt(QPointF scene_position) const
{
    const QRectF box = m_message_box.isNull() ? QRectF() : m_message_box.translated(m_frame.topLeft());
    const bool hit = remedyBox(box, m_content.message, style()).contains(scene_position);
    return hit ? &*m_content.message->remedy : nullptr;
}

QRectF RepeatItem::titleBar(qreal zoom) const
{
    const QRectF bar(m_frame.topLeft(), QSizeF(m_frame.width(), std::min(barHeight, m_frame.height())));
    return bar | farLabel(zoom);
}

QString RepeatItem::farText() const
{
    return m_content.name + QLatin1Char(' ') + m_content.counter;
}

QRectF RepeatItem::farLabel(qreal zoom) const
{
    const qreal height = std::min(labelPixels / zoom, tallestLabel);
    if (zoom >= CanvasStyle::detail_scale || height * zoom < labelPixels * 0.6)
        return {};
    const qreal width = QFontMetricsF(style().label).horizontalAdvance(farText()) * height / labelPixels + height / 2;
    return {m_frame.left(), m_frame.top() - height, width, height};
}

bool RepeatItem::hits(QPointF position, qreal zoom) const
{
    return m_frame.contains(position) || farLabel(zoom).contains(position);
}

QRectF RepeatItem::nameRect() const
{
    const qreal top = m_frame.top() + (barHeight - m_name.size.height()) / 2;
    return {QPointF(m_frame.left() + padding + glyph + gap, top), m_name.size};
}

QRectF RepeatItem::counterRect() const
{
    const QSizeF size(m_counter.size.width() + 2 * counterPadding, counterHeight);
    return {QPointF(nameRect().right() + gap, m_frame.top() + (barHeight - counterHeight) / 2), size};
}

void RepeatItem::setCounterHovered(bool hovered)
{
    if (m_counter_hovered == hovered)
        return;
    m_counter_hovered = hovered;
    update();
}

void RepeatItem::setCounterEdited(bool edited)
{
    m_counter_edited = edited;
    update();
}

const TextLine& RepeatItem::sharing() const
{
    const qreal room = m_frame.right() - counterRect().right() - gap - padding - gap;
    return m_sharing.size.width() <= room ? m_sharing : m_brief;
}

void RepeatItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (has(Dimmed))
        painter->setOpacity(painter->opacity() * 0.42);
    const Theme& t = theme();
    QColor border = t.node_border;
    if (has(Selected))
        border = t.accent;
    else if (m_content.message)
        border = mixed(t.node_border, colourOf(m_content.message->severity, t), 0.6);
    if (has(Hovered) && !has(Selected))
        border = mixed(border, t.text, 0.35);
    if (isFarAway(*painter)) {
        paintFarAway(*painter, border);
        return;
    }
    paintBox(*painter, border);
    paintTitle(*painter);
    if (!m_content.message)
        return;
    paintBadge(*painter, m_frame.topRight() + QPointF(-2, 2), *m_content.message, style());
    if (isSpelledOut(m_content.message))
        paintMessage(*painter, m_message_box.translated(m_frame.topLeft()), *m_content.message, style());
}

void RepeatItem::paintFarAway(QPainter& painter, const QColor& border) const
{
    const Theme& t = theme();
    const qreal edge = has(Selected) ? 6 : 3;
    painter.fillRect(m_frame, m_content.message ? colourOf(m_content.message->severity, t) : border);
    painter.fillRect(m_frame.adjusted(edge, edge, -edge, -edge), mixed(t.canvas, t.node_border, 0.18));
    // The name and the counter stay large enough to be read, above the frame, where no wire of its layers runs.
    const qreal zoom = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter.worldTransform());
    const QRectF label = farLabel(zoom);
    if (label.isNull())
        return;
    const QFontMetricsF metrics(style().label);
    painter.save();
    painter.translate(label.topLeft());
    painter.scale(label.height() / labelPixels, label.height() / labelPixels);
    painter.setFont(style().label);
    painter.setPen(has(Selected) ? t.accent : t.text);
    painter.drawText(QPointF(2, (labelPixels + metrics.ascent() - metrics.descent()) / 2), farText());
    painter.restore();
}

void RepeatItem::paintBox(QPainter& painter, const QColor& border) const
{
    const Theme& t = theme();
    const QColor fill = mixed(t.canvas, t.node_border, t.dark ? 0.16 : 0.20);
    const bool selected = has(Selected);
    if (selected) {
        QColor halo = t.accent;
        halo.setAlphaF(0.25f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawRoundedRect(m_frame.adjusted(-3, -3, 3, 3), corner + 3, corner + 3);
    }
    for (int copy = m_content.stacked ? stackDepth : 0; copy > 0; --copy) {
        const qreal step = copy * stackStep;
        painter.setPen(QPen(mixed(t.canvas, border, 0.75), 1));
        painter.setBrush(mixed(t.canvas, fill, 0.7));
        painter.drawRoundedRect(m_frame.translated(step, step).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
    }
    const qreal width = selected ? 2 : 1;
    const QRectF box = m_frame.adjusted(width / 2, width / 2, -width / 2, -width / 2);
    QPainterPath rounded;
    rounded.addRoundedRect(box, corner, corner);
    painter.fillPath(rounded, fill);
    QPainterPath bar;
    bar.addRect(QRectF(m_frame.topLeft(), QSizeF(m_frame.width(), barHeight)));
    painter.fillPath(rounded.intersected(bar), mixed(t.canvas, t.node_border, t.dark ? 0.42 : 0.46));
    painter.setPen(QPen(border, width));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(rounded);
}

void RepeatItem::paintTitle(QPainter& painter) const
{
    const Theme& t = theme();
    const qreal middle = m_frame.top() + barHeight / 2;
    paintLoop(painter, {m_frame.left() + padding + glyph / 2, middle}, t.muted_text);
    m_name.paint(painter, nameRect().topLeft(), style().title, t.text);
    if (m_counter_edited)
        return;
    const QRectF counter = counterRect();
    painter.setPen(m_counter_hovered ? QPen(t.accent, 1.5) : QPen(Qt::NoPen));
    painter.setBrush(mixed(t.node, t.accent, t.dark ? 0.28 : 0.16));
    painter.drawRoundedRect(counter, counterHeight / 2, counterHeight / 2);
    m_counter.paint(painter,
                    {counter.left() + counterPadding, counter.top() + (counterHeight - m_counter.size.height()) / 2},
                    style().label, t.text);
    const TextLine& text = sharing();
    text.paint(painter, {counter.right() + gap, middle - text.size.height() / 2}, style().body, t.muted_text);
}

} // namespace ligature
