// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/items/link_route.h"
#include "ui/editor/items/wire_item.h"

namespace ligature {

/// A link from an output to an input, labelled with the shape that flows along it.
class LinkItem : public WireItem {
public:
    enum { Type = LinkItemType };

    LinkItem(const CanvasStyle& style, NodeItem* from, const Port& output, NodeItem* to, const Port& input);

    [[nodiscard]] const Port& output() const { return std::get<OutputEnd>(fromEnd()).port; }
    [[nodiscard]] const Port& input() const { return std::get<InputEnd>(toEnd()).port; }
    /// The level at which it goes round the nodes between its ends; nothing: straight across.
    void setLane(std::optional<qreal> lane);
    [[nodiscard]] std::optional<qreal> lane() const { return m_lane; }
    [[nodiscard]] int type() const override { return Type; }

protected:
    [[nodiscard]] QPainterPath curve(QPointF from, QPointF to) const override { return linkPath(from, to, m_lane); }
    [[nodiscard]] QColor colour() const override;
    [[nodiscard]] QColor labelColour() const override;
    [[nodiscard]] qreal width() const override { return 1.8; }

private:
    std::optional<qreal> m_lane;
};

} // namespace ligature
