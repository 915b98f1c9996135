// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <Qt>

class QPainter;

namespace ligature {

/// What the mouse does while a button is held on the canvas: moving nodes, drawing a wire, drawing a box. It changes
/// the document when it finishes, in one step, and nothing when it is cancelled. Positions are the scene's.
class Gesture {
public:
    virtual ~Gesture() = default;
    virtual void move(QPointF position, Qt::KeyboardModifiers modifiers) = 0;
    virtual void finish(QPointF position, Qt::KeyboardModifiers modifiers) = 0;
    virtual void cancel() = 0;
    /// Over the nodes, in scene coordinates.
    virtual void paint(QPainter&) const {}
};

} // namespace ligature
