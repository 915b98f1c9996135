// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_area.h"

#include <algorithm>
#include <cmath>

#include <QFocusEvent>
#include <QLabel>
#include <QPainter>

#include "ui/plots/zoom_box.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

QString axisName(ProgressUnit unit)
{
    switch (unit) {
    case ProgressUnit::Step: return PlotArea::tr("Step");
    case ProgressUnit::Epoch: return PlotArea::tr("Epoch");
    case ProgressUnit::Seconds: return PlotArea::tr("Seconds");
    }
    return {};
}

} // namespace

PlotArea::PlotArea(QWidget* parent)
    : QWidget(parent), m_canvas(new CurveCanvas(this)), m_empty_text(new QLabel(this)), m_place(new QLabel(this)),
      m_box(new ZoomBox(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setCursor(Qt::CrossCursor);
    m_empty_text->setAlignment(Qt::AlignCenter);
    m_empty_text->setWordWrap(true);
    m_empty_text->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_empty_text->setForegroundRole(QPalette::PlaceholderText);
    m_place->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_place->setAutoFillBackground(true);
    m_place->setBackgroundRole(QPalette::AlternateBase);
    m_place->setForegroundRole(QPalette::PlaceholderText);
    m_place->setContentsMargins(4, 1, 4, 1);
    m_place->hide();
    refresh();
}

void PlotArea::setCurves(std::vector<Curve> curves)
{
    m_curves = std::move(curves);
    m_canvas->setCurves(m_curves);
    m_readout.reset();
    resetView();
}

void PlotArea::setCurveVisible(std::size_t index, bool visible)
{
    m_curves.at(index).visible = visible;
    refresh();
}

void PlotArea::setProgress(const ProgressScale& progress)
{
    if (progress == m_progress)
        return;
    m_progress = progress;
    m_x_zoom.reset();
    m_readout.reset();
    refresh();
}

void PlotArea::setValueScale(AxisScale scale)
{
    m_view.value_scale = scale;
    m_y_zoom.reset();
    refresh();
}

void PlotArea::setValueName(const QString& name, ValueFormat format)
{
    m_view.y_name = name;
    m_view.value_format = format;
    setAccessibleName(tr("%1 plot").arg(name));
    refresh();
}

void PlotArea::setEmptyText(const QString& text)
{
    m_empty_text->setText(text);
}

QString PlotArea::emptyText() const
{
    return m_empty_text->text();
}

void PlotArea::refresh()
{
    m_empty_text->setVisible(isEmpty());
    m_canvas->setVisible(!isEmpty());
    if (!isVisible())
        return;
    m_view.x = m_x_zoom.value_or(progressRange(m_curves, m_progress));
    m_view.x_name = axisName(m_progress.unit);
    m_view.whole_x = m_progress.unit == ProgressUnit::Step;
    const auto buckets = static_cast<std::size_t>(std::max(plotRect().width(), 16));
    m_drawn.clear();
    for (const Curve& curve : m_curves) {
        m_drawn.push_back(curve.visible ? drawnCurve(curve, m_progress, m_view.x, m_view.value_scale, buckets)
                                        : DrawnCurve{});
    }
    m_view.y = m_y_zoom.value_or(valueRange(m_drawn, m_view.x, m_view.value_scale));
    if (!isEmpty()) // Laying out axes that are not shown takes a window's first layouts most of their time.
        m_canvas->draw(m_view, m_drawn);
    updateCrosshair();
    emit viewChanged();
    emit readoutChanged();
}

void PlotArea::resetView()
{
    m_x_zoom.reset();
    m_y_zoom.reset();
    refresh();
}

void PlotArea::setReadout(std::optional<double> x)
{
    if (x == m_readout)
        return;
    m_readout = x;
    updateCrosshair();
    emit readoutChanged();
}

void PlotArea::setPlaceText(const QString& text)
{
    m_place->setText(text);
    movePlace();
}

QRect PlotArea::plotRect() const
{
    return m_canvas->plotRect().translated(m_canvas->pos());
}

std::size_t PlotArea::drawnPointCount() const
{
    std::size_t count = 0;
    for (const DrawnCurve& curve : m_drawn)
        count += curve.pointCount();
    return count;
}

bool PlotArea::isEmpty() const
{
    return std::all_of(m_curves.begin(), m_curves.end(), [](const Curve& curve) { return curve.series->empty(); });
}

void PlotArea::updateCrosshair()
{
    std::vector<QPointF> points;
    if (m_readout) {
        for (const Curve& curve : m_curves) {
            const auto index = curve.series->nearest(m_progress, *m_readout);
            const double y = index && curve.visible ? curve.series->smoothed()[*index] : std::nan("");
            points.emplace_back(index ? m_progress(curve.series->position(*index)) : 0, y);
        }
    }
    if (!isEmpty())
        m_canvas->setCrosshair(m_readout, points);
    movePlace();
}

void PlotArea::movePlace()
{
    const bool shown = m_readout && m_view.x.contains(*m_readout) && !m_place->text().isEmpty();
    m_place->setVisible(shown);
    if (!shown)
        return;
    constexpr int distance = 5;
    m_place->adjustSize();
    const QRect area = plotRect();
    const int line = area.left() + qRound(fractionOf(m_view.x, *m_readout, AxisScale::Linear) * area.width());
    const int right = line + distance;
    const int left = line - distance - m_place->width();
    const int last = area.left() + area.width() - m_place->width();
    // Beside the line, on it where it is too wide for either side.
    m_place->move(right <= last ? right : std::max(left, std::min(last, area.left())), area.top());
}

void PlotArea::zoomIntoBox(const QPoint& from, const QPoint& to)
{
    // A box that is flat is meant along one axis.
    constexpr int least = 8;
    if (std::abs(to.x() - from.x()) >= least)
        m_x_zoom = part(m_view.x, xFraction(from.x()), xFraction(to.x()), AxisScale::Linear);
    if (std::abs(to.y() - from.y()) >= least)
        m_y_zoom = part(m_view.y, yFraction(from.y()), yFraction(to.y()), m_view.value_scale);
    refresh();
}

void PlotArea::zoomX(double factor, double fraction)
{
    m_x_zoom = zoomed(m_view.x, factor, fraction, AxisScale::Linear);
    const PlotRange all = progressRange(m_curves, m_progress);
    if (m_x_zoom->lower <= all.lower && m_x_zoom->upper >= all.upper)
        m_x_zoom.reset();
    refresh();
}

void PlotArea::zoomY(double factor, double fraction)
{
    m_y_zoom = zoomed(m_view.y, factor, fraction, m_view.value_scale);
    refresh();
}

void PlotArea::pan(const QPoint& by)
{
    const QRect rect = plotRect();
    const double dx = -static_cast<double>(by.x()) / std::max(rect.width(), 1);
    const double dy = static_cast<double>(by.y()) / std::max(rect.height(), 1);
    if (dx != 0)
        m_x_zoom = part(m_view.x, dx, 1 + dx, AxisScale::Linear);
    if (dy != 0)
        m_y_zoom = part(m_view.y, dy, 1 + dy, m_view.value_scale);
    refresh();
}

void PlotArea::moveReadout(int direction, bool far)
{
    const double from = m_readout.value_or(direction > 0 ? m_view.x.lower : m_view.x.upper);
    const double reach = m_view.x.span() * (far ? 0.1 : 0.005);
    // To the next place where anything was measured, however far that is.
    std::optional<double> next;
    for (const Curve& curve : m_curves) {
        if (!curve.visible || curve.series->empty())
            continue;
        const double target = from + direction * reach;
        std::size_t index = *curve.series->nearest(m_progress, target);
        while (direction * (m_progress(curve.series->position(index)) - from) <= 0) {
            if (direction > 0 ? index + 1 >= curve.series->size() : index == 0)
                break;
            index = direction > 0 ? index + 1 : index - 1;
        }
        const double x = m_progress(curve.series->position(index));
        if (direction * (x - from) > 0 && (!next || std::abs(x - target) < std::abs(*next - target)))
            next = x;
    }
    if (next)
        setReadout(next);
}

double PlotArea::xFraction(double pixel) const
{
    const QRect rect = plotRect();
    return (pixel - rect.left()) / std::max(rect.width(), 1);
}

double PlotArea::yFraction(double pixel) const
{
    const QRect rect = plotRect();
    return (rect.top() + rect.height() - pixel) / std::max(rect.height(), 1);
}

void PlotArea::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_canvas->setGeometry(rect().adjusted(2, 2, -2, -2));
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.88);
    m_place->setFont(small);
    m_empty_text->setGeometry(rect().adjusted(16, 16, -16, -16));
    refresh();
}

void PlotArea::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void PlotArea::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    m_show_focus = event->reason() != Qt::MouseFocusReason;
    update();
}

void PlotArea::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    m_show_focus = false;
    update();
}

void PlotArea::paintEvent(QPaintEvent*)
{
    if (!m_show_focus)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themeFor(palette()).accent, 1.5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace ligature
