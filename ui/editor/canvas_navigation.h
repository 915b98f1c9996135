// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointF>
#include <QRectF>

class QGraphicsView;
class QNativeGestureEvent;
class QWheelEvent;

namespace ligature {

/// Zooming and panning of a view. The zoom keeps the scene position under the cursor where it is.
class CanvasNavigation : public QObject {
    Q_OBJECT

public:
    static constexpr qreal smallestZoom = 0.08;
    static constexpr qreal largestZoom = 4;

    explicit CanvasNavigation(QGraphicsView* view);

    [[nodiscard]] qreal zoom() const;
    /// @param anchor the viewport's position that stays where it is
    void setZoom(qreal zoom, QPointF anchor);
    void zoomBy(qreal factor, QPointF anchor) { setZoom(zoom() * factor, anchor); }
    /// The same around the middle of the viewport.
    void setZoom(qreal zoom);
    void zoomIn();
    void zoomOut();
    /// Moves what is seen by that many pixels.
    void panBy(QPointF pixels);
    /// Shows all of a part of the scene, with some room around it, and not larger than at zoom 1.
    void frame(const QRectF& part);

    /// A wheel zooms; two fingers on a trackpad pan, with Ctrl they zoom; Shift turns the wheel sideways.
    void wheel(QWheelEvent* event);
    void pinch(QNativeGestureEvent* event);

signals:
    void zoomChanged(qreal zoom);

private:
    QGraphicsView* m_view;
    QPointF m_pan_rest; ///< the part of a pixel that is still to be panned
};

} // namespace ligature
