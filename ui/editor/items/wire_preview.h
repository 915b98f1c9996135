// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>

#include "ui/editor/items/canvas_item.h"

namespace ligature {

/// The wire that is being drawn: dashed in the air, solid where it would be connected.
class WirePreview : public CanvasItem {
public:
    enum { Type = WirePreviewType };

    WirePreview(const CanvasStyle& style, const QColor& colour, qreal width);

    void setPath(const QPainterPath& path, bool connects);

    void restyle() override {}
    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    [[nodiscard]] QPainterPath shape() const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QColor m_colour;
    qreal m_width;
    QPainterPath m_path;
    QRectF m_bounds;
    bool m_connects = false;
};

} // namespace ligature
