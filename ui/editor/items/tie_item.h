// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/items/wire_item.h"

namespace ligature {

/// A tie from a shared parameter to a slot, in the parameter's colour, labelled with how the slot reads it: "Wᵀ".
class TieItem : public WireItem {
public:
    enum { Type = TieItemType };

    TieItem(const CanvasStyle& style, NodeItem* from, ParameterId parameter, NodeItem* to, const Slot& slot);

    [[nodiscard]] ParameterId parameter() const { return std::get<ParameterEnd>(fromEnd()).parameter; }
    [[nodiscard]] const Slot& slot() const { return std::get<SlotEnd>(toEnd()).slot; }
    void setColourIndex(int index);
    [[nodiscard]] int type() const override { return Type; }

protected:
    [[nodiscard]] QPainterPath curve(QPointF from, QPointF to) const override { return tiePath(from, to); }
    [[nodiscard]] QColor colour() const override;
    [[nodiscard]] QColor labelColour() const override;
    [[nodiscard]] qreal width() const override { return 3; }
    [[nodiscard]] qreal labelPlace() const override { return 0.56; }

private:
    int m_colour_index = 0;
};

} // namespace ligature
