// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/spread_chart.h"

#include <algorithm>
#include <cmath>

#include <QPainterPath>

#include "ui/document/quantity_text.h"
#include "ui/plots/axis_ticks.h"
#include "ui/plots/curve_style.h"
#include "ui/plots/number_text.h"

namespace ligature {

namespace {

constexpr double chartLeft = 56;
constexpr double chartRight = 14;
constexpr double chartTop = 10;
constexpr double tickEach = 90; ///< pixels, about
constexpr double sampleRoom = 22;

} // namespace

void SpreadChart::setSpreads(std::vector<SpreadCurve> spreads, const QString& axis_name)
{
    m_spreads = std::move(spreads);
    m_axis_name = axis_name;
    QStringList lines;
    for (const SpreadCurve& curve : m_spreads) {
        lines << tr("%1: %2 numbers from %3 to %4")
                     .arg(curve.name, groupedNumber(curve.spread.total),
                          valueText(curve.spread.lower, ValueFormat::Plain),
                          valueText(curve.spread.upper, ValueFormat::Plain));
    }
    setAccessibleDescription(lines.join(u'\n'));
    update();
}

double SpreadChart::density(const Spread& spread, std::size_t bin)
{
    if (spread.total == 0)
        return 0;
    const double width = (spread.upper - spread.lower) / static_cast<double>(Spread::binCount);
    return static_cast<double>(spread.counts[bin]) / static_cast<double>(spread.total) / width;
}

QRectF SpreadChart::plotRect(const QSizeF& size) const
{
    const double below = 2 * QFontMetricsF(font()).height() + 10;
    const double above = chartTop + QFontMetricsF(font()).height() + 6;
    return {chartLeft, above, std::max(1.0, size.width() - chartLeft - chartRight),
            std::max(1.0, size.height() - above - below)};
}

PlotRange SpreadChart::range() const
{
    PlotRange range{0, 0};
    bool is_first = true;
    for (const SpreadCurve& curve : m_spreads) {
        range.lower = is_first ? curve.spread.lower : std::min(range.lower, curve.spread.lower);
        range.upper = is_first ? curve.spread.upper : std::max(range.upper, curve.spread.upper);
        is_first = false;
    }
    return range.upper > range.lower ? range : PlotRange{0, 1};
}

double SpreadChart::greatestDensity() const
{
    double greatest = 0;
    for (const SpreadCurve& curve : m_spreads) {
        for (std::size_t bin = 0; bin < Spread::binCount; ++bin)
            greatest = std::max(greatest, density(curve.spread, bin));
    }
    return greatest > 0 ? greatest : 1;
}

void SpreadChart::draw(QPainter& painter, const QSizeF& size, const Theme& theme) const
{
    const QRectF plot = plotRect(size);
    drawAxes(painter, plot, theme);
    for (const SpreadCurve& curve : m_spreads)
        drawSpread(painter, plot, curve, theme);
    drawLegend(painter, plot, theme);
}

void SpreadChart::drawAxes(QPainter& painter, const QRectF& plot, const Theme& theme) const
{
    const QFontMetricsF metrics(painter.font());
    const PlotRange x = range();
    const PlotRange y{0, greatestDensity()};
    const double x_step = linearTickStep(x, static_cast<int>(plot.width() / tickEach));
    const double y_step = linearTickStep(y, static_cast<int>(plot.height() / (tickEach / 2)));
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const double tick : linearTicks(x, x_step)) {
        const double at = plot.left() + plot.width() * fractionOf(x, tick, AxisScale::Linear);
        painter.setPen(tick == 0 ? theme.muted_text : theme.border);
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
        painter.setPen(theme.muted_text);
        painter.drawText(QRectF(at - tickEach / 2, plot.bottom() + 3, tickEach, metrics.height()), Qt::AlignCenter,
                         tickText(tick, x_step, ValueFormat::Plain));
    }
    for (const double tick : linearTicks(y, y_step)) {
        const double at = plot.bottom() - plot.height() * tick / y.upper;
        painter.setPen(theme.border);
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(theme.muted_text);
        painter.drawText(QRectF(0, at - metrics.height() / 2, plot.left() - 6, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, tickText(tick, y_step, ValueFormat::Plain));
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.drawText(QRectF(plot.left(), plot.bottom() + 4 + metrics.height(), plot.width(), metrics.height() + 4),
                     Qt::AlignCenter, m_axis_name);
    painter.drawText(QRectF(4, plot.top() - metrics.height() - 6, chartLeft + tickEach, metrics.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("Density"));
}

void SpreadChart::drawSpread(QPainter& painter, const QRectF& plot, const SpreadCurve& curve, const Theme& theme) const
{
    if (curve.spread.total == 0)
        return;
    const PlotRange x = range();
    const double highest = greatestDensity();
    QPainterPath path;
    const auto across = [&](std::size_t edge) {
        return plot.left() + plot.width() * fractionOf(x, curve.spread.edge(edge), AxisScale::Linear);
    };
    path.moveTo(across(0), plot.bottom());
    for (std::size_t bin = 0; bin < Spread::binCount; ++bin) {
        const double height = plot.bottom() - plot.height() * density(curve.spread, bin) / highest;
        path.lineTo(across(bin), height);
        path.lineTo(across(bin + 1), height);
    }
    path.lineTo(across(Spread::binCount), plot.bottom());
    painter.fillPath(path, bandColour(curve.look, theme));
    QPen pen = curvePen(curve.look, theme);
    pen.setWidthF(1.4);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void SpreadChart::drawLegend(QPainter& painter, const QRectF& plot, const Theme& theme) const
{
    const QFontMetricsF metrics(painter.font());
    double right = plot.right();
    for (auto curve = m_spreads.rbegin(); curve != m_spreads.rend(); ++curve) {
        const double width = metrics.horizontalAdvance(curve->name) + 2;
        right -= width;
        if (right - sampleRoom - 6 < plot.left() + tickEach)
            return;
        painter.setPen(theme.text);
        painter.drawText(QRectF(right, 4, width, metrics.height() + 2), Qt::AlignLeft | Qt::AlignVCenter, curve->name);
        right -= sampleRoom + 6;
        paintSample(painter, QRectF(right, 4, sampleRoom, metrics.height() + 2), curve->look, theme, theme.panel);
        right -= 16;
    }
}

QSize SpreadChart::fields() const
{
    return {static_cast<int>(Spread::binCount), static_cast<int>(m_spreads.size())};
}

QRectF SpreadChart::fieldRect(const QPoint& field, const QSizeF& size) const
{
    if (!QRect(QPoint(), fields()).contains(field))
        return {};
    const Spread& spread = m_spreads[static_cast<std::size_t>(field.y())].spread;
    const QRectF plot = plotRect(size);
    const PlotRange x = range();
    const auto bin = static_cast<std::size_t>(field.x());
    const double left = plot.left() + plot.width() * fractionOf(x, spread.edge(bin), AxisScale::Linear);
    const double right = plot.left() + plot.width() * fractionOf(x, spread.edge(bin + 1), AxisScale::Linear);
    const double height = std::max(1.0, plot.height() * density(spread, bin) / greatestDensity());
    return {left, plot.bottom() - height, std::max(1.0, right - left), height};
}

std::optional<QPoint> SpreadChart::fieldAt(const QPointF& at, const QSizeF& size) const
{
    if (!plotRect(size).contains(at))
        return std::nullopt;
    // The lowest bar that reaches the pointer; above all of them the highest there.
    std::optional<QPoint> best;
    double best_height = 0;
    const double pointed = plotRect(size).bottom() - at.y();
    for (int curve = 0; curve < fields().height(); ++curve) {
        const Spread& spread = m_spreads[static_cast<std::size_t>(curve)].spread;
        const double x = valueAt(range(), (at.x() - plotRect(size).left()) / plotRect(size).width(), AxisScale::Linear);
        const double place = (x - spread.lower) / (spread.upper - spread.lower) * static_cast<double>(Spread::binCount);
        if (spread.total == 0 || place < 0 || place >= static_cast<double>(Spread::binCount))
            continue;
        const QPoint field(static_cast<int>(place), curve);
        const double height = fieldRect(field, size).height();
        const bool reaches = height >= pointed;
        const bool best_reaches = best && best_height >= pointed;
        if (!best || (reaches && (!best_reaches || height < best_height)) ||
            (!reaches && !best_reaches && height > best_height)) {
            best = field;
            best_height = height;
        }
    }
    return best;
}

QString SpreadChart::fieldText(const QPoint& field) const
{
    const SpreadCurve& curve = m_spreads[static_cast<std::size_t>(field.y())];
    const auto bin = static_cast<std::size_t>(field.x());
    return tr("%1: %2 of %3 between %4 and %5")
        .arg(curve.name, groupedNumber(curve.spread.counts[bin]), groupedNumber(curve.spread.total),
             valueText(curve.spread.edge(bin), ValueFormat::Plain),
             valueText(curve.spread.edge(bin + 1), ValueFormat::Plain));
}

} // namespace ligature
