// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/parameter_item.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/document/quantity_text.h"
#include "ui/editor/items/node_painting.h"
#include "ui/plots/number_text.h"

namespace ligature {

namespace {

constexpr qreal parameterPadding = 14;
constexpr qreal minimumParameterWidth = 180;
constexpr qreal nodeHeight = 66;

QString savingOf(const ParameterAccount* account, std::size_t uses)
{
    if (uses == 0)
        return QStringLiteral("Drag from ◆ to a layer's slot");
    if (uses == 1)
        return QStringLiteral("saves nothing yet");
    if (account == nullptr || account->untied <= account->tied)
        return QStringLiteral("shape not known yet");
    const std::int64_t values = account->untied - account->tied;
    return QStringLiteral("saves %1 values · %2").arg(groupedNumber(values), bytesText(4 * values));
}

} // namespace

ParameterContent parameterContent(const Project& project, const Analysis& analysis, const ParameterAccount* account,
                                  const NodeMessages& messages, ParameterId id)
{
    const Parameter& parameter = project.network.parameters.at(id);
    ParameterContent content;
    content.name = QString::fromStdString(parameter.name);
    if (const auto shape = analysis.parameters.find(id); shape != analysis.parameters.end())
        content.shape = QString::fromStdString(shape->second.shape.toString());
    else if (parameter.shape)
        content.shape = QString::fromStdString(parameter.shape->toString());
    // Of a repeated layer each pass is a use.
    const std::size_t uses = account != nullptr ? std::size_t(account->uses) : usesOf(project.network, id).size();
    content.used = uses > 0;
    content.uses = uses == 0   ? QStringLiteral("not used")
                   : uses == 1 ? QStringLiteral("1 use")
                               : QStringLiteral("%1 uses").arg(uses);
    if (!parameter.trainable)
        content.uses += QStringLiteral(" · frozen");
    content.saving = savingOf(account, uses);
    if (const auto colour = project.canvas.colours.find(id); colour != project.canvas.colours.end())
        content.colour = colour->second;
    if (const auto message = messages.parameters.find(id); message != messages.parameters.end())
        content.message = message->second;
    return content;
}

void ParameterItem::setContent(ParameterContent content)
{
    if (content == m_content && !m_name.isEmpty())
        return;
    m_content = std::move(content);
    layOut();
}

QRectF ParameterItem::nameRect() const
{
    return {parameterPadding - 4, 7, body().width() - 2 * parameterPadding + 8 - m_shape.size.width(), 22};
}

void ParameterItem::layOut()
{
    m_name = TextLine(shownName(m_content.name, style().title), style().title);
    m_shape = TextLine(m_content.shape, style().body);
    m_uses = TextLine(m_content.uses, style().body);
    m_saving = TextLine(m_content.saving, style().body);
    qreal width =
        std::max({minimumParameterWidth, m_name.size.width() + m_shape.size.width() + 2 * parameterPadding + 16,
                  m_uses.size.width() + 2 * parameterPadding, m_saving.size.width() + 2 * parameterPadding});
    width = std::ceil(width / CanvasStyle::grid) * CanvasStyle::grid;
    m_message_box = isSpelledOut(m_content.message) ? messageBox(*m_content.message, style(), width) : QRectF();
    // Above the parameter run its ties: its message goes below it.
    if (isSpelledOut(m_content.message))
        m_message_box.moveTop(nodeHeight + 8);
    setGeometry({0, 0, width, nodeHeight}, {{ParameterEnd{m_parameter}, {width / 2, 0}}}, m_message_box);
}

const Remedy* ParameterItem::remedyAt(QPointF scene_position) const
{
    const bool hit = isSpelledOut(m_content.message) &&
                     remedyBox(m_message_box, m_content.message, style()).contains(scene_position - pos());
    return hit ? &*m_content.message->remedy : nullptr;
}

void ParameterItem::paintBody(QPainter& painter, bool far_away)
{
    const Theme& t = theme();
    const QColor colour = style().tieColour(m_content.colour);
    BoxLook look{mixed(t.node, colour, t.dark ? 0.16 : 0.10), colour, {}, 1.6, m_content.message};
    if (has(Lit))
        look.border_width = 2.4;
    if (far_away)
        look.fill = mixed(t.node, colour, 0.5);
    paintBox(painter, *this, style(), look, far_away);
    if (far_away)
        return;
    m_name.paint(painter, {parameterPadding, 10}, style().title, t.text);
    m_shape.paint(painter, {body().width() - parameterPadding - m_shape.size.width(), 12}, style().body, t.text);
    m_uses.paint(painter, {parameterPadding, 29}, style().body, t.muted_text);
    m_saving.paint(painter, {parameterPadding, 29 + m_uses.size.height() + 1}, style().body, t.muted_text);
    if (isSpelledOut(m_content.message))
        paintMessage(painter, m_message_box, *m_content.message, style());
}

void ParameterItem::paintAnchor(QPainter& painter, const Anchor& anchor, bool hovered, bool far_away)
{
    paintDiamond(painter, anchor, style().tieColour(m_content.colour), hovered, style(), far_away);
}

} // namespace ligature
