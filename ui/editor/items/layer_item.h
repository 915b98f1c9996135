// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/items/layer_content.h"
#include "ui/editor/items/node_item.h"

namespace ligature {

/// A layer's node: its inputs on the left, its outputs on the right, its parameter slots along the bottom, where ties
/// come up to it, and above it, where no wire runs, what is wrong with it.
class LayerItem : public NodeItem {
public:
    enum { Type = LayerItemType };

    LayerItem(const CanvasStyle& style, LayerId layer) : NodeItem(style), m_layer(layer) {}

    [[nodiscard]] LayerId layer() const { return m_layer; }
    [[nodiscard]] const LayerContent& content() const { return m_content; }
    /// Lays the node out anew if it shows something else now.
    void setContent(LayerContent content);
    /// The mouse over that place of the item, for a tooltip.
    [[nodiscard]] QString toolTipAt(QPointF scene_position) const;

    [[nodiscard]] NodeId id() const override { return m_layer; }
    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF nameRect() const override;
    [[nodiscard]] QString name() const override { return m_content.name; }
    void restyle() override { layOut(); }
    [[nodiscard]] const Remedy* remedyAt(QPointF scene_position) const override;

protected:
    void paintBody(QPainter& painter, bool far_away) override;
    void paintAnchor(QPainter& painter, const Anchor& anchor, bool hovered, bool far_away) override;

private:
    struct PlacedText {
        TextLine line;
        QPointF position;
        bool muted = false;
    };

    void layOut();
    [[nodiscard]] qreal layOutPorts(std::vector<Anchor>& anchors, qreal width);
    void layOutSlots(std::vector<Anchor>& anchors, qreal width, qreal bottom);
    void layOutMessage(qreal width);
    [[nodiscard]] const SlotContent* slotAt(const Anchor& anchor) const;

    LayerId m_layer;
    LayerContent m_content;
    TextLine m_name;
    std::vector<PlacedText> m_texts; ///< all but the name
    qreal m_slots_top = 0;           ///< where the slots' part begins; 0 without slots
    QRectF m_message_box;            ///< null without a message
};

} // namespace ligature
