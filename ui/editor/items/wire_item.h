// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>

#include "ui/editor/endpoint.h"
#include "ui/editor/items/canvas_item.h"

namespace ligature {

class NodeItem;

/// The curve of a tie, which leaves its parameter upwards and arrives at the slot from below.
[[nodiscard]] QPainterPath tiePath(QPointF from, QPointF to);

/// The curve between two slots, below both.
[[nodiscard]] QPainterPath slotPath(QPointF from, QPointF to);

/// A curve between a point of one node and a point of another, with a label on it. Its path and its label's place are
/// worked out when an end moves, never while it paints.
class WireItem : public CanvasItem {
public:
    WireItem(const CanvasStyle& style, NodeItem* from, Endpoint from_end, NodeItem* to, Endpoint to_end);
    ~WireItem() override;

    [[nodiscard]] NodeItem* from() const { return m_from; }
    [[nodiscard]] NodeItem* to() const { return m_to; }
    [[nodiscard]] const Endpoint& fromEnd() const { return m_from_end; }
    [[nodiscard]] const Endpoint& toEnd() const { return m_to_end; }
    [[nodiscard]] QPointF fromPosition() const { return m_from_position; }
    [[nodiscard]] QPointF toPosition() const { return m_to_position; }
    [[nodiscard]] const QPainterPath& path() const { return m_path; }

    [[nodiscard]] QString label() const { return m_label.text.text(); }
    void setLabel(const QString& label);

    /// An end has moved.
    void follow();
    /// How near the curve comes to a scene position.
    [[nodiscard]] qreal distanceTo(QPointF scene_position) const;

    void restyle() override;
    [[nodiscard]] QRectF boundingRect() const final { return m_bounds; }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) final;

protected:
    [[nodiscard]] virtual QPainterPath curve(QPointF from, QPointF to) const = 0;
    [[nodiscard]] virtual QColor colour() const = 0;
    [[nodiscard]] virtual QColor labelColour() const = 0;
    [[nodiscard]] virtual qreal width() const = 0;
    /// Where on the curve the label sits, from 0 to 1.
    [[nodiscard]] virtual qreal labelPlace() const { return 0.5; }
    void stateChanged() override;

    /// Works the path out anew.
    void place();

private:
    NodeItem* m_from;
    Endpoint m_from_end;
    NodeItem* m_to;
    Endpoint m_to_end;
    QPointF m_from_position;
    QPointF m_to_position;
    QPainterPath m_path;
    QPolygonF m_coarse; ///< the path as it is painted from far away
    QRectF m_bounds;
    TextLine m_label;
    QRectF m_label_box;
};

} // namespace ligature
