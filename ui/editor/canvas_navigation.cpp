// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/canvas_navigation.h"

#include <algorithm>
#include <cmath>

#include <QGraphicsView>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QScrollBar>
#include <QWheelEvent>

namespace ligature {

namespace {

constexpr qreal keyStep = 1.25;
constexpr qreal notchStep = 1.15; ///< of one notch of a wheel
constexpr qreal notch = 120;
constexpr qreal frameMargin = 48; ///< pixels around what is framed

/// Wheels of X11 report pixels too, so that pixels alone do not tell a trackpad.
bool isTrackpad(const QWheelEvent& event)
{
    if (event.phase() != Qt::NoScrollPhase)
        return true;
    const QPointingDevice* device = event.pointingDevice();
    return device != nullptr && device->type() == QInputDevice::DeviceType::TouchPad;
}

} // namespace

CanvasNavigation::CanvasNavigation(QGraphicsView* view) : QObject(view), m_view(view) {}

qreal CanvasNavigation::zoom() const
{
    return m_view->transform().m11();
}

void CanvasNavigation::setZoom(qreal wanted, QPointF anchor)
{
    const qreal bounded = std::clamp(wanted, smallestZoom, largestZoom);
    if (qFuzzyCompare(bounded, zoom()))
        return;
    const QPointF before = m_view->viewportTransform().inverted().map(anchor);
    m_view->setTransform(QTransform::fromScale(bounded, bounded));
    m_pan_rest = {};
    panBy(anchor - m_view->viewportTransform().map(before));
    emit zoomChanged(bounded);
}

void CanvasNavigation::setZoom(qreal wanted)
{
    setZoom(wanted, QRectF(m_view->viewport()->rect()).center());
}

void CanvasNavigation::zoomIn()
{
    setZoom(zoom() * keyStep);
}

void CanvasNavigation::zoomOut()
{
    setZoom(zoom() / keyStep);
}

void CanvasNavigation::panBy(QPointF pixels)
{
    m_pan_rest += pixels;
    const QPoint whole = m_pan_rest.toPoint();
    m_pan_rest -= whole;
    const int mirrored = m_view->isRightToLeft() ? -1 : 1;
    QScrollBar* across = m_view->horizontalScrollBar();
    across->setValue(across->value() - mirrored * whole.x());
    QScrollBar* down = m_view->verticalScrollBar();
    down->setValue(down->value() - whole.y());
}

void CanvasNavigation::frame(const QRectF& part)
{
    if (part.isEmpty())
        return;
    const QSizeF room = QSizeF(m_view->viewport()->size()) - QSizeF(2 * frameMargin, 2 * frameMargin);
    const qreal fitting = std::min(room.width() / part.width(), room.height() / part.height());
    const qreal bounded = std::clamp(fitting, smallestZoom, 1.0);
    m_view->setTransform(QTransform::fromScale(bounded, bounded));
    m_view->centerOn(part.center());
    m_pan_rest = {};
    emit zoomChanged(bounded);
}

void CanvasNavigation::wheel(QWheelEvent* event)
{
    event->accept();
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (isTrackpad(*event) && !control) {
        panBy(event->pixelDelta().isNull() ? QPointF(event->angleDelta()) / 2 : QPointF(event->pixelDelta()));
        return;
    }
    if (event->modifiers() & Qt::ShiftModifier) {
        // Some platforms turn the wheel sideways themselves.
        const int angle = event->angleDelta().x() != 0 ? event->angleDelta().x() : event->angleDelta().y();
        panBy({qreal(angle), 0});
        return;
    }
    zoomBy(std::pow(notchStep, event->angleDelta().y() / notch), event->position());
}

void CanvasNavigation::pinch(QNativeGestureEvent* event)
{
    if (event->gestureType() != Qt::ZoomNativeGesture)
        return;
    event->accept();
    zoomBy(1 + event->value(), event->position());
}

} // namespace ligature
