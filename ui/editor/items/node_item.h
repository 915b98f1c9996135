// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/editor/endpoint.h"
#include "ui/editor/items/canvas_item.h"

namespace ligature {

class WireItem;

/// A node with the points at which wires meet it. The node paints those points itself: a child item for each would
/// double the cost of a frame.
class NodeItem : public CanvasItem {
public:
    /// How a point looks while a wire is being drawn.
    enum class Mark {
        None,
        Fits,    ///< the wire may end here
        Refused, ///< it may not
        Aimed,   ///< it would end here if the mouse were released now
    };

    struct Anchor {
        Endpoint endpoint;
        QPointF position; ///< in the item's coordinates
        Mark mark = Mark::None;
    };

    explicit NodeItem(const CanvasStyle& style);
    ~NodeItem() override;

    [[nodiscard]] virtual NodeId id() const = 0;
    /// The node's box, without its ports and its message, in the item's coordinates.
    [[nodiscard]] const QRectF& body() const { return m_body; }
    [[nodiscard]] QRectF sceneBody() const { return m_body.translated(pos()); }
    /// The box with what is written around it, in the scene's coordinates.
    [[nodiscard]] QRectF sceneExtent() const { return m_extent.translated(pos()); }
    /// Where the name is written, in the item's coordinates.
    [[nodiscard]] virtual QRectF nameRect() const = 0;
    [[nodiscard]] virtual QString name() const = 0;

    [[nodiscard]] const std::vector<Anchor>& anchors() const { return m_anchors; }
    /// Where the point is in the scene; the node's middle when it has no such point.
    [[nodiscard]] QPointF anchorPosition(const Endpoint& endpoint) const;
    /// The nearest point within the distance, both in scene units.
    [[nodiscard]] const Anchor* anchorNear(QPointF scene_position, qreal distance) const;

    void setMark(const Endpoint& endpoint, Mark mark);
    void clearMarks();
    /// The point under the mouse, which is drawn larger.
    void setHoveredAnchor(const std::optional<Endpoint>& endpoint);

    void addWire(WireItem* wire) { m_wires.push_back(wire); }
    void removeWire(WireItem* wire) { std::erase(m_wires, wire); }
    [[nodiscard]] const std::vector<WireItem*>& wires() const { return m_wires; }

    [[nodiscard]] QRectF boundingRect() const final { return m_bounds; }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) final;

protected:
    /// After the content has changed: the box, its points, and what is painted outside the box.
    void setGeometry(const QRectF& body, std::vector<Anchor> anchors, const QRectF& outside = {});
    /// The box and what is written in it. From far away there is no text.
    virtual void paintBody(QPainter& painter, bool far_away) = 0;
    virtual void paintAnchor(QPainter& painter, const Anchor& anchor, bool hovered, bool far_away) = 0;
    QVariant itemChange(GraphicsItemChange change, const QVariant& value) override;

private:
    QRectF m_body;
    QRectF m_extent;
    QRectF m_bounds;
    std::vector<Anchor> m_anchors;
    std::optional<Endpoint> m_hovered_anchor;
    std::vector<WireItem*> m_wires;
};

} // namespace ligature
