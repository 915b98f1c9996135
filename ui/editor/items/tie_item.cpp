// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/tie_item.h"

namespace ligature {

TieItem::TieItem(const CanvasStyle& style, NodeItem* from, ParameterId parameter, NodeItem* to, const Slot& slot)
    : WireItem(style, from, ParameterEnd{parameter}, to, SlotEnd{slot})
{
}

void TieItem::setColourIndex(int index)
{
    if (index == m_colour_index)
        return;
    m_colour_index = index;
    update();
}

QColor TieItem::colour() const
{
    return style().tieColour(m_colour_index);
}

QColor TieItem::labelColour() const
{
    return theme().text;
}

} // namespace ligature
