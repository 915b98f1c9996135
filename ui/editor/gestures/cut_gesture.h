// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>

#include "ui/editor/gestures/gesture.h"

namespace ligature {

class NetworkView;

/// A knife: draws a line and removes the links and ties that it crosses.
class CutGesture : public Gesture {
public:
    CutGesture(NetworkView& view, QPointF start);

    void move(QPointF position, Qt::KeyboardModifiers modifiers) override;
    void finish(QPointF position, Qt::KeyboardModifiers modifiers) override;
    void cancel() override;
    void paint(QPainter& painter) const override;

private:
    NetworkView& m_view;
    QPolygonF m_line;
};

} // namespace ligature
