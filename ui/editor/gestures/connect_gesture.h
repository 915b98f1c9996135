// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "ui/editor/edits/connection.h"
#include "ui/editor/gestures/gesture.h"
#include "ui/editor/items/wire_preview.h"

namespace ligature {

class NetworkView;

/// Draws a link or a tie from one point to another, in either direction. What it may end at lights up, and where it
/// may not it says why. Dropped on empty canvas it asks for a node to connect. A linked input gives its link's end into
/// the hand instead: dropped elsewhere it is linked there, dropped on empty canvas it is gone.
class ConnectGesture : public Gesture {
public:
    ConnectGesture(NetworkView& view, const Endpoint& grabbed, QPointF start);
    ~ConnectGesture() override;

    void move(QPointF position, Qt::KeyboardModifiers modifiers) override;
    void finish(QPointF position, Qt::KeyboardModifiers modifiers) override;
    void cancel() override;

private:
    void lightUpTargets();
    void aim(QPointF position);
    void aimAt(const std::optional<Endpoint>& endpoint);
    [[nodiscard]] std::optional<Endpoint> endpointAt(QPointF position) const;
    void drawWire(QPointF position);
    void showTip(QPointF position);
    void cleanUp();

    NetworkView& m_view;
    Endpoint m_from;
    std::optional<Port> m_detached; ///< the input whose link is in the hand
    QPointF m_start;
    ConnectionTargets m_targets;
    std::unique_ptr<WirePreview> m_preview;
    std::optional<Endpoint> m_aimed;
    std::optional<Result<Connection>> m_connection; ///< with what is aimed at
    QString m_counts;                               ///< what that does to the number of parameters; may be empty
};

} // namespace ligature
