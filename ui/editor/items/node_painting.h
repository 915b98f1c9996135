// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/editor/items/layer_content.h"
#include "ui/editor/items/node_item.h"

/// What the nodes of layers and of parameters have in common to paint.
namespace ligature {

struct BoxLook {
    QColor fill;
    QColor border;
    QColor strip; ///< along the top edge; invalid: none
    qreal border_width = 1;
    std::optional<NodeMessage> message;
};

/// A node's name as its box shows it: the end of a long one gives way to "…", so that no node covers its neighbours.
[[nodiscard]] QString shownName(const QString& name, const QFont& font);

/// The node's box with its strip, its selection frame and, at its corner, a badge where something is wrong.
void paintBox(QPainter& painter, const NodeItem& node, const CanvasStyle& style, const BoxLook& look, bool far_away);

/// The sign of a message at a corner.
void paintBadge(QPainter& painter, QPointF middle, const NodeMessage& message, const CanvasStyle& style);

/// The place of a message above a node, whose box begins at 0, 0 and has that width.
[[nodiscard]] QRectF messageBox(const NodeMessage& message, const CanvasStyle& style, qreal node_width);
/// The place of the button in that box which mends what is wrong; null where there is none.
[[nodiscard]] QRectF remedyBox(const QRectF& message_box, const std::optional<NodeMessage>& message,
                               const CanvasStyle& style);
void paintMessage(QPainter& painter, const QRectF& box, const NodeMessage& message, const CanvasStyle& style);

/// An input or output.
void paintCircle(QPainter& painter, const NodeItem::Anchor& anchor, bool filled, bool hovered, const CanvasStyle& style,
                 bool far_away);
/// A slot or a parameter's port: filled with the tie's colour, hollow without one.
void paintDiamond(QPainter& painter, const NodeItem::Anchor& anchor, const QColor& tie_colour, bool hovered,
                  const CanvasStyle& style, bool far_away);

} // namespace ligature
