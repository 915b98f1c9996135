// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QTimer>

#include "ui/editor/gestures/gesture.h"
#include "ui/editor/network_scene.h"

class QKeyEvent;
class QMouseEvent;

namespace ligature {

class NetworkView;

/// What the mouse does on the canvas: points at things, selects them, pans, and drags gestures about. A press becomes a
/// gesture once it has moved far enough to be no click.
class CanvasPointer : public QObject {
    Q_OBJECT

public:
    explicit CanvasPointer(NetworkView& view);
    ~CanvasPointer() override;

    void press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    void release(const QMouseEvent& event);
    void doubleClick(const QMouseEvent& event);
    void leave();
    /// While Space is held, a drag pans.
    void holdSpace(bool held);
    /// What is seen has moved under the mouse.
    void follow();
    void paint(QPainter& painter) const;

    [[nodiscard]] bool isBusy() const { return m_gesture != nullptr || m_pan_from.has_value(); }
    void cancel();
    /// The document has changed: what was being dragged may be gone.
    void documentChanged();
    /// In the viewport; nothing while it is elsewhere.
    [[nodiscard]] std::optional<QPoint> position() const { return m_inside ? std::optional(m_mouse) : std::nullopt; }

private:
    /// What was pressed and has not been dragged yet.
    struct Press {
        QPoint where;
        QPointF scene;
        std::optional<Endpoint> anchor = {};
        std::optional<NodeId> node = {};
        std::optional<RepeatId> repeat = {};
        std::optional<Remedy> remedy = {}; ///< the button of a message
        bool on_title = false; ///< of that repeat's frame: a drag moves it; elsewhere in it, a click selects it
        bool narrows = false;  ///< a click, and not a drag, makes it the whole selection
    };

    void pressAt(QPoint where, Qt::KeyboardModifiers modifiers);
    /// The button of a message there, where messages can be read.
    [[nodiscard]] const Remedy* remedyAt(QPointF position) const;
    void clickFrame(RepeatId repeat, bool adds);
    void startGesture(Qt::KeyboardModifiers modifiers);
    void pointAt(QPoint where);
    void scrollAtEdges();
    void updateCursor();
    [[nodiscard]] QPointF toScene(QPoint where) const;

    NetworkView& m_view;
    std::optional<Press> m_press;
    std::unique_ptr<Gesture> m_gesture;
    bool m_finishing = false; ///< the gesture itself is changing the document
    std::optional<QPoint> m_pan_from;
    bool m_space_held = false;
    bool m_inside = false;
    QPoint m_mouse;
    Qt::KeyboardModifiers m_modifiers;
    QTimer m_edge_timer;
};

} // namespace ligature
