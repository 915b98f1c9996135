// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/editor/endpoint.h"
#include "ui/editor/gestures/gesture.h"

namespace ligature {

class NetworkView;
struct Canvas;

/// Moves the selected nodes. The node that was grabbed snaps to the grid and the others keep their distance to it;
/// Ctrl or Shift suspends the snap. A layer that is dropped on a link is put into it.
class MoveGesture : public Gesture {
public:
    /// @param grabbed one of the selected nodes
    MoveGesture(NetworkView& view, const NodeId& grabbed, QPointF start);

    void move(QPointF position, Qt::KeyboardModifiers modifiers) override;
    void finish(QPointF position, Qt::KeyboardModifiers modifiers) override;
    void cancel() override;

private:
    void aimAtLink();
    void setTarget(const std::optional<Port>& link);
    [[nodiscard]] bool canBeInserted() const;

    NetworkView& m_view;
    QPointF m_start;
    QPointF m_grabbed_start;
    std::vector<std::pair<NodeId, QPointF>> m_starts;
    bool m_insertable = false;
    std::optional<Port> m_target; ///< the link that the layer would go into, by its input
};

} // namespace ligature
