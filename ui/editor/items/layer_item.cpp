// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/layer_item.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/editor/items/node_painting.h"

namespace ligature {

namespace {

constexpr qreal layerPadding = 12;
constexpr qreal headerHeight = 54;
/// Where a layer's only input and its only output are: the same on every node, so that links between neighbours run
/// straight.
constexpr qreal singlePort = 30;
constexpr qreal portRowHeight = 20;
constexpr qreal slotsHeight = 48;
constexpr qreal minimumLayerWidth = 140;

qreal upToGrid(qreal length)
{
    return std::ceil(length / CanvasStyle::grid) * CanvasStyle::grid;
}

} // namespace

void LayerItem::setContent(LayerContent content)
{
    if (content == m_content && !m_name.isEmpty())
        return;
    m_content = std::move(content);
    layOut();
}

QRectF LayerItem::nameRect() const
{
    return {layerPadding - 4, 8, body().width() - 2 * layerPadding + 8, 22};
}

void LayerItem::layOut()
{
    const CanvasStyle& s = style();
    m_texts.clear();
    m_name = TextLine(shownName(m_content.name, s.title), s.title);
    TextLine kind(m_content.kind, s.body);
    TextLine summary(m_content.summary, s.body);

    qreal width =
        std::max({minimumLayerWidth, m_name.size.width() + 2 * layerPadding + 16,
                  kind.size.width() + (summary.isEmpty() ? 0 : 14 + summary.size.width()) + 2 * layerPadding});
    const QFontMetricsF metrics(s.body);
    qreal slots_width = 0;
    for (const SlotContent& slot : m_content.slots)
        slots_width += std::max(metrics.horizontalAdvance(slot.name), metrics.horizontalAdvance(slot.shape)) + 20;
    width = upToGrid(std::max(width, slots_width));

    const qreal row = 31;
    const qreal summary_left = width - layerPadding - summary.size.width();
    m_texts.push_back({std::move(kind), {layerPadding, row}, true});
    if (!summary.isEmpty())
        m_texts.push_back({std::move(summary), {summary_left, row}});

    std::vector<Anchor> anchors;
    qreal height = layOutPorts(anchors, width);
    m_slots_top = 0;
    if (!m_content.slots.empty()) {
        m_slots_top = height;
        height += slotsHeight;
        layOutSlots(anchors, width, height);
    }
    layOutMessage(width);
    setGeometry({0, 0, width, height}, std::move(anchors), m_message_box);
}

qreal LayerItem::layOutPorts(std::vector<Anchor>& anchors, qreal width)
{
    // A port of its own needs no label; several get a row each.
    const auto side = [&](const std::vector<PortContent>& ports, bool is_input) {
        const qreal x = is_input ? 0 : width;
        qreal y = headerHeight + portRowHeight / 2 - 2;
        for (const PortContent& port : ports) {
            const Endpoint endpoint = is_input ? Endpoint(InputEnd{port.port}) : Endpoint(OutputEnd{port.port});
            if (ports.size() == 1) {
                anchors.push_back({endpoint, {x, singlePort}});
                return headerHeight;
            }
            TextLine label(QString::fromStdString(port.port.port), style().body);
            const qreal left = is_input ? layerPadding : width - layerPadding - label.size.width();
            const qreal top = y - label.size.height() / 2;
            m_texts.push_back({std::move(label), {left, top}, true});
            anchors.push_back({endpoint, {x, y}});
            y += portRowHeight;
        }
        return ports.empty() ? headerHeight : y - portRowHeight / 2 + 4;
    };
    const qreal inputs = side(m_content.inputs, true);
    return std::max(inputs, side(m_content.outputs, false));
}

void LayerItem::layOutSlots(std::vector<Anchor>& anchors, qreal width, qreal bottom)
{
    const qreal cell = width / qreal(m_content.slots.size());
    qreal middle = cell / 2;
    for (const SlotContent& slot : m_content.slots) {
        TextLine name(slot.name, style().body);
        TextLine shape(slot.shape, style().body);
        const qreal top = bottom - slotsHeight + 5;
        const auto centred = [&](const TextLine& line) { return std::round(middle - line.size.width() / 2); };
        const QPointF name_position(centred(name), top);
        const QPointF shape_position(centred(shape), top + name.size.height());
        m_texts.push_back({std::move(name), name_position});
        if (!shape.isEmpty())
            m_texts.push_back({std::move(shape), shape_position, true});
        anchors.push_back({SlotEnd{slot.slot}, {std::round(middle), bottom}});
        middle += cell;
    }
}

void LayerItem::layOutMessage(qreal width)
{
    m_message_box = {};
    if (isSpelledOut(m_content.message))
        m_message_box = messageBox(*m_content.message, style(), width);
}

const Remedy* LayerItem::remedyAt(QPointF scene_position) const
{
    const bool hit = isSpelledOut(m_content.message) &&
                     remedyBox(m_message_box, m_content.message, style()).contains(scene_position - pos());
    return hit ? &*m_content.message->remedy : nullptr;
}

const SlotContent* LayerItem::slotAt(const Anchor& anchor) const
{
    const auto* end = std::get_if<SlotEnd>(&anchor.endpoint);
    if (end == nullptr)
        return nullptr;
    const auto slot = std::find_if(m_content.slots.begin(), m_content.slots.end(),
                                   [&](const SlotContent& content) { return content.slot == end->slot; });
    return slot == m_content.slots.end() ? nullptr : &*slot;
}

QString LayerItem::toolTipAt(QPointF scene_position) const
{
    const auto port_line = [](const std::vector<PortContent>& ports, const Port& port) {
        for (const PortContent& content : ports) {
            if (content.port == port)
                return QString::fromStdString(port.port) + (content.help.isEmpty() ? "" : ": ") + content.help;
        }
        return QString();
    };
    if (const Anchor* anchor = anchorNear(scene_position, 10)) {
        if (const auto* input = std::get_if<InputEnd>(&anchor->endpoint))
            return port_line(m_content.inputs, input->port);
        if (const auto* output = std::get_if<OutputEnd>(&anchor->endpoint))
            return port_line(m_content.outputs, output->port);
        if (const SlotContent* slot = slotAt(*anchor))
            return slot->name + (slot->help.isEmpty() ? "" : ": ") + slot->help;
    }
    return m_content.message ? m_content.message->text : QString();
}

void LayerItem::paintBody(QPainter& painter, bool far_away)
{
    const Theme& t = theme();
    const QColor category = t.categories[std::size_t(m_content.category)];
    paintBox(painter, *this, style(), {t.node, t.node_border, category, 1, m_content.message}, far_away);
    if (far_away)
        return;
    if (m_slots_top > 0) {
        painter.setPen(QPen(mixed(t.node, t.node_border, 0.55), 1));
        painter.drawLine(QPointF(1, m_slots_top + 0.5), QPointF(body().width() - 1, m_slots_top + 0.5));
    }
    m_name.paint(painter, {layerPadding, 11}, style().title, t.text);
    for (const PlacedText& text : m_texts)
        text.line.paint(painter, text.position, style().body, text.muted ? t.muted_text : t.text);
    if (isSpelledOut(m_content.message))
        paintMessage(painter, m_message_box, *m_content.message, style());
}

void LayerItem::paintAnchor(QPainter& painter, const Anchor& anchor, bool hovered, bool far_away)
{
    if (const SlotContent* slot = slotAt(anchor)) {
        const QColor colour = slot->colour ? style().tieColour(*slot->colour) : QColor();
        paintDiamond(painter, anchor, colour, hovered, style(), far_away);
        return;
    }
    const auto linked = [&](const std::vector<PortContent>& ports, const Port& port) {
        return std::any_of(ports.begin(), ports.end(),
                           [&](const PortContent& content) { return content.port == port && content.linked; });
    };
    const auto* input = std::get_if<InputEnd>(&anchor.endpoint);
    const bool filled = input != nullptr ? linked(m_content.inputs, input->port)
                                         : linked(m_content.outputs, std::get<OutputEnd>(anchor.endpoint).port);
    paintCircle(painter, anchor, filled, hovered, style(), far_away);
}

} // namespace ligature
