// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include "ui/document/selection.h"
#include "ui/editor/gestures/gesture.h"

namespace ligature {

class NetworkView;

/// Draws a box and selects the nodes that it touches. Shift adds them to the selection, Ctrl turns each about.
class BoxSelectGesture : public Gesture {
public:
    BoxSelectGesture(NetworkView& view, QPointF start, Qt::KeyboardModifiers modifiers);

    void move(QPointF position, Qt::KeyboardModifiers modifiers) override;
    void finish(QPointF position, Qt::KeyboardModifiers modifiers) override;
    void cancel() override;
    void paint(QPainter& painter) const override;

private:
    NetworkView& m_view;
    QPointF m_start;
    QRectF m_box;
    SelectedItems m_before;
    bool m_adds;
    bool m_toggles;
};

} // namespace ligature
