// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QPointF>

#include "core/project/arrangement.h"
#include "ui/theme/theme.h"

namespace ligature {

/// How the canvas looks: the theme's colours, the three sizes of text, and the measures that items share. Lengths are
/// scene units, which are pixels at zoom 1.
struct CanvasStyle {
    const Theme* theme = nullptr;
    QFont title; ///< names of nodes
    QFont body;  ///< kinds, ports, shapes
    QFont label; ///< on links and ties

    static constexpr qreal grid = 20;                        ///< what nodes snap to
    static constexpr qreal corner = 8;                       ///< radius of a node's corners
    static constexpr qreal port_radius = 5;                  ///< of an input's or output's circle
    static constexpr qreal slot_radius = 6.5;                ///< from the middle of a slot's diamond to its corner
    static constexpr qreal frame_margin = repeatFrameMargin; ///< between a repeat's frame and its layers
    static constexpr qreal frame_top = repeatFrameTop;       ///< the same above them, where the title is
    static constexpr qreal detail_scale = 0.4;               ///< below it: no text, no rounding, straight links

    [[nodiscard]] QColor tieColour(int index) const;
};

[[nodiscard]] CanvasStyle canvasStyle(const QPalette& palette, const QFont& font);

/// The point of the grid that is nearest.
[[nodiscard]] QPointF snapped(QPointF position);

} // namespace ligature
