// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/link_item.h"

namespace ligature {

LinkItem::LinkItem(const CanvasStyle& style, NodeItem* from, const Port& output, NodeItem* to, const Port& input)
    : WireItem(style, from, OutputEnd{output}, to, InputEnd{input})
{
}

void LinkItem::setLane(std::optional<qreal> lane)
{
    if (lane == m_lane)
        return;
    m_lane = lane;
    place();
}

QColor LinkItem::colour() const
{
    if (has(Selected) || has(Target))
        return theme().accent;
    return has(Hovered) ? theme().link_active : theme().link;
}

QColor LinkItem::labelColour() const
{
    return has(Hovered) || has(Selected) ? theme().text : theme().muted_text;
}

} // namespace ligature
