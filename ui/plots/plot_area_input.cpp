// SPDX-License-Identifier: GPL-3.0-or-later
// What the mouse, the wheel and the keys do to a PlotArea.
#include <cmath>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include "ui/plots/plot_area.h"
#include "ui/plots/zoom_box.h"

namespace ligature {

namespace {

constexpr double keyZoom = 0.8;

QPoint within(const QRect& rect, const QPoint& point)
{
    return {std::clamp(point.x(), rect.left(), rect.left() + rect.width()),
            std::clamp(point.y(), rect.top(), rect.top() + rect.height())};
}

} // namespace

void PlotArea::cancelDrag()
{
    m_drag = Drag::None;
    m_box->hide();
    setCursor(Qt::CrossCursor);
}

void PlotArea::mousePressEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    if (m_drag != Drag::None || isEmpty() || !plotRect().contains(position))
        return;
    m_drag_start = position;
    m_drag_last = position;
    if (event->button() == Qt::LeftButton) {
        m_drag = Drag::Box;
    } else if (event->button() == Qt::MiddleButton) {
        m_drag = Drag::Pan;
        setCursor(Qt::ClosedHandCursor);
    }
}

void PlotArea::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    switch (m_drag) {
    case Drag::Box:
        if (m_box->isVisible() || (position - m_drag_start).manhattanLength() >= QApplication::startDragDistance()) {
            m_box->setGeometry(QRect(m_drag_start, within(plotRect(), position)).normalized());
            m_box->show();
        }
        break;
    case Drag::Pan:
        pan(position - m_drag_last);
        m_drag_last = position;
        break;
    case Drag::None:
        if (plotRect().contains(position) && !isEmpty())
            setReadout(valueAt(m_view.x, xFraction(position.x()), AxisScale::Linear));
        else
            setReadout(std::nullopt);
        break;
    }
}

void PlotArea::mouseReleaseEvent(QMouseEvent* event)
{
    const bool ends = (m_drag == Drag::Box && event->button() == Qt::LeftButton) ||
                      (m_drag == Drag::Pan && event->button() == Qt::MiddleButton);
    if (!ends)
        return;
    const bool box = m_drag == Drag::Box && m_box->isVisible();
    cancelDrag();
    if (box)
        zoomIntoBox(m_drag_start, within(plotRect(), event->position().toPoint()));
}

void PlotArea::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    cancelDrag();
    resetView();
}

void PlotArea::wheelEvent(QWheelEvent* event)
{
    if (isEmpty()) {
        event->ignore();
        return;
    }
    // A trackpad says pixels; a wheel says eighths of a degree, 120 of them a notch. With Alt, Qt swaps the axes.
    const QPointF turned =
        event->pixelDelta().isNull() ? QPointF(event->angleDelta()) : QPointF(event->pixelDelta()) * 2;
    const QPointF position = event->position();
    if (std::abs(turned.x()) > std::abs(turned.y())) {
        pan(QPoint(static_cast<int>(turned.x() / 4), 0));
    } else if ((event->modifiers() & Qt::ShiftModifier) != 0 || position.x() < plotRect().left()) {
        zoomY(std::pow(0.9985, turned.y()), std::clamp(yFraction(position.y()), 0.0, 1.0));
    } else {
        zoomX(std::pow(0.9985, turned.y()), std::clamp(xFraction(position.x()), 0.0, 1.0));
    }
    event->accept();
}

void PlotArea::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        emit copyRequested();
        return;
    }
    const double centre = m_readout ? std::clamp(fractionOf(m_view.x, *m_readout, AxisScale::Linear), 0.0, 1.0) : 0.5;
    const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
    switch (event->key()) {
    case Qt::Key_Left: moveReadout(-1, shift); break;
    case Qt::Key_Right: moveReadout(1, shift); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomX(keyZoom, centre); break;
    case Qt::Key_Minus: zoomX(1 / keyZoom, centre); break;
    case Qt::Key_Home: resetView(); break;
    case Qt::Key_Escape:
        if (m_drag == Drag::None && !m_readout)
            return QWidget::keyPressEvent(event);
        cancelDrag();
        setReadout(std::nullopt);
        break;
    default: QWidget::keyPressEvent(event);
    }
}

void PlotArea::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    if (m_drag == Drag::None)
        setReadout(std::nullopt);
}

} // namespace ligature
