// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/items/layer_content.h"
#include "ui/editor/items/node_item.h"

namespace ligature {

class Document;

/// All that a repeat's frame shows.
struct RepeatContent {
    QString name;
    QString counter;      ///< "× 12"
    QString sharing;      ///< "shared parameters"
    QString brief;        ///< the same where there is less room: "shared"
    QString tip;          ///< what it does and what it saves
    bool stacked = false; ///< several passes with parameters of their own
    std::optional<NodeMessage> message;
    bool operator==(const RepeatContent&) const = default;
};

[[nodiscard]] RepeatContent repeatContent(const Document& document, const NodeMessages& messages, RepeatId repeat);

/// A repeat's frame behind its layers, with its name, its counter and how its passes share parameters in a bar along
/// the top. It lies where its layers are, so its coordinates are the scene's.
class RepeatItem : public CanvasItem {
public:
    enum { Type = RepeatItemType };

    RepeatItem(const CanvasStyle& style, RepeatId repeat);

    [[nodiscard]] RepeatId repeat() const { return m_repeat; }
    [[nodiscard]] const RepeatContent& content() const { return m_content; }
    void setContent(RepeatContent content);
    /// Lies around these nodes from now on, of which there is at least one.
    /// @param lanes the levels at which links go round them
    void enclose(const std::vector<const NodeItem*>& nodes, const std::vector<qreal>& lanes);

    [[nodiscard]] const QRectF& frame() const { return m_frame; }
    /// The bar along the top, which is dragged; from far away, the label above it too.
    [[nodiscard]] QRectF titleBar(qreal zoom = 1) const;
    /// The name and the counter as they are written above the frame where the zoom is too small for a bar; null where
    /// they cannot be read either.
    [[nodiscard]] QRectF farLabel(qreal zoom) const;
    [[nodiscard]] bool hits(QPointF position, qreal zoom) const;
    [[nodiscard]] QRectF nameRect() const;
    [[nodiscard]] QRectF counterRect() const;
    /// The mouse is over the counter, which can be edited.
    void setCounterHovered(bool hovered);
    /// An editor lies over the counter and what is written beside it.
    void setCounterEdited(bool edited);

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    void restyle() override;
    [[nodiscard]] const Remedy* remedyAt(QPointF scene_position) const override;

private:
    void layOut();
    void place();
    [[nodiscard]] const TextLine& sharing() const;
    [[nodiscard]] QString farText() const;
    void paintFarAway(QPainter& painter, const QColor& border) const;
    void paintBox(QPainter& painter, const QColor& border) const;
    void paintTitle(QPainter& painter) const;

    RepeatId m_repeat;
    RepeatContent m_content;
    QRectF m_inside; ///< what the frame lies around
    QRectF m_frame;
    QRectF m_bounds;
    QRectF m_message_box; ///< from the frame's corner; null without a message
    TextLine m_name;
    TextLine m_counter;
    TextLine m_sharing;
    TextLine m_brief;
    bool m_counter_hovered = false;
    bool m_counter_edited = false;
};

} // namespace ligature
