// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/spread_timeline.h"

#include <algorithm>
#include <cmath>

#include <QPolygonF>

#include "ui/document/quantity_text.h"
#include "ui/plots/axis_ticks.h"
#include "ui/plots/curve_style.h"
#include "ui/plots/number_text.h"
#include "ui/plots/panels.h"

namespace ligature {

namespace {

constexpr double timelineLeft = 50;
constexpr double timelineTickEach = 70; ///< pixels, about
constexpr double overlap = 0.6;         ///< of neighbouring columns, so that no seam is between them
constexpr double faintest = 0.12;
constexpr double darkest = 0.75; ///< of the arm's colour

double quantileOf(const Spread& spread, double share)
{
    const double wanted = share * static_cast<double>(spread.total);
    double below = 0;
    for (std::size_t bin = 0; bin < Spread::binCount; ++bin) {
        const auto count = static_cast<double>(spread.counts[bin]);
        if (count > 0 && below + count >= wanted)
            return spread.edge(bin) + (spread.edge(bin + 1) - spread.edge(bin)) * (wanted - below) / count;
        below += count;
    }
    return spread.upper;
}

} // namespace

SpreadMoment momentOf(const Spread& spread, std::int64_t step)
{
    SpreadMoment moment{step, spread.total, static_cast<float>(spread.lower), static_cast<float>(spread.upper), {}, {}};
    const std::int64_t highest = std::max<std::int64_t>(1, *std::ranges::max_element(spread.counts));
    for (std::size_t bin = 0; bin < Spread::binCount; ++bin)
        moment.shades[bin] =
            static_cast<std::uint8_t>((spread.counts[bin] * 255 + highest - 1) / highest); // never lost
    for (std::size_t i = 0; i < moment.quartiles.size(); ++i)
        moment.quartiles[i] = static_cast<float>(quantileOf(spread, 0.25 * static_cast<double>(i + 1)));
    return moment;
}

void SpreadHistory::append(const SpreadMoment& moment)
{
    if (!m_moments.empty() && m_moments.back().step >= moment.step)
        return;
    // The last one is always the newest; it stays where its turn has come.
    const bool last_stays = (m_came - 1) % m_stride == 0;
    if (!m_moments.empty() && !last_stays)
        m_moments.back() = moment;
    else
        m_moments.push_back(moment);
    ++m_came;
    if (m_moments.size() <= mostMoments)
        return;
    std::vector<SpreadMoment> half;
    for (std::size_t i = 0; i < m_moments.size(); i += 2)
        half.push_back(m_moments[i]);
    if (half.back().step != moment.step)
        half.push_back(moment);
    m_moments = std::move(half);
    m_stride *= 2;
}

void SpreadTimeline::setPanels(std::vector<TimelinePanel> panels)
{
    m_panels = std::move(panels);
    QStringList lines;
    for (int i = 0; i < static_cast<int>(m_panels.size()); ++i) {
        if (!m_panels[static_cast<std::size_t>(i)].moments.empty())
            lines << fieldText({static_cast<int>(m_panels[static_cast<std::size_t>(i)].moments.size()) - 1, i});
    }
    setAccessibleDescription(lines.join(u'\n'));
    update();
}

PlotRange SpreadTimeline::valueRange() const
{
    PlotRange range{0, 0};
    bool is_first = true;
    for (const TimelinePanel& panel : m_panels) {
        for (const SpreadMoment& moment : panel.moments) {
            range.lower = is_first ? moment.lower : std::min<double>(range.lower, moment.lower);
            range.upper = is_first ? moment.upper : std::max<double>(range.upper, moment.upper);
            is_first = false;
        }
    }
    return range.upper > range.lower ? range : PlotRange{0, 1};
}

PlotRange SpreadTimeline::stepRange() const
{
    PlotRange range{0, 1};
    for (const TimelinePanel& panel : m_panels) {
        if (!panel.moments.empty())
            range.upper = std::max(range.upper, static_cast<double>(panel.moments.back().step));
    }
    return range;
}

QRectF SpreadTimeline::plotRect(int panel, const QSizeF& size) const
{
    QRectF room = panelRooms(size, static_cast<int>(m_panels.size()))[static_cast<std::size_t>(panel)];
    const double line = QFontMetricsF(font()).height();
    room.adjust(timelineLeft, line + 6, -8, -2 * line - 8);
    return {room.topLeft(), QSizeF(std::max(1.0, room.width()), std::max(1.0, room.height()))};
}

void SpreadTimeline::draw(QPainter& painter, const QSizeF& size, const Theme& theme) const
{
    for (int panel = 0; panel < static_cast<int>(m_panels.size()); ++panel) {
        drawMoments(painter, panel, size, theme);
        drawLines(painter, panel, size, theme);
        drawAxes(painter, panel, size, theme);
    }
}

void SpreadTimeline::drawMoments(QPainter& painter, int panel, const QSizeF& size, const Theme& theme) const
{
    const TimelinePanel& shown = m_panels[static_cast<std::size_t>(panel)];
    const QColor colour = curveColour(shown.look, theme);
    std::array<QRgb, 256> shades = {};
    for (std::size_t i = 0; i < shades.size(); ++i)
        shades[i] = i == 0 ? theme.field.rgb()
                           : mixed(theme.field, colour,
                                   faintest + (darkest - faintest) * std::sqrt(static_cast<double>(i) / 255))
                                 .rgb();
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.fillRect(plotRect(panel, size), theme.field);
    QImage column(1, static_cast<int>(Spread::binCount), QImage::Format_RGB32);
    for (int i = 0; i < static_cast<int>(shown.moments.size()); ++i) {
        const SpreadMoment& moment = shown.moments[static_cast<std::size_t>(i)];
        for (std::size_t bin = 0; bin < Spread::binCount; ++bin)
            column.setPixel(0, static_cast<int>(Spread::binCount - 1 - bin), shades[moment.shades[bin]]);
        painter.drawImage(fieldRect({i, panel}, size).adjusted(-overlap, 0, 0, 0), column);
    }
    painter.restore();
}

void SpreadTimeline::drawLines(QPainter& painter, int panel, const QSizeF& size, const Theme& theme) const
{
    const PlotRange values = valueRange();
    const QRectF plot = plotRect(panel, size);
    for (std::size_t quartile = 0; quartile < 3; ++quartile) {
        QPolygonF line;
        const std::vector<SpreadMoment>& moments = m_panels[static_cast<std::size_t>(panel)].moments;
        for (int i = 0; i < static_cast<int>(moments.size()); ++i) {
            const auto value = static_cast<double>(moments[static_cast<std::size_t>(i)].quartiles[quartile]);
            line << QPointF(fieldRect({i, panel}, size).center().x(),
                            plot.bottom() - plot.height() * fractionOf(values, value, AxisScale::Linear));
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.text, quartile == 1 ? 1.3 : 0.6));
        painter.drawPolyline(line);
    }
}

void SpreadTimeline::drawAxes(QPainter& painter, int panel, const QSizeF& size, const Theme& theme) const
{
    const QFontMetricsF metrics(painter.font());
    const QRectF plot = plotRect(panel, size);
    const QRectF room = panelRooms(size, static_cast<int>(m_panels.size()))[static_cast<std::size_t>(panel)];
    drawHeading(painter, QRectF(room.topLeft(), QSizeF(room.width(), metrics.height())),
                m_panels[static_cast<std::size_t>(panel)].name, {}, theme);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(theme.border);
    painter.drawRect(plot);
    painter.setPen(theme.muted_text);
    const PlotRange x = stepRange();
    const double x_step = std::max(1.0, linearTickStep(x, static_cast<int>(plot.width() / timelineTickEach)));
    for (const double tick : linearTicks(x, x_step)) {
        const double at = plot.left() + plot.width() * fractionOf(x, tick, AxisScale::Linear);
        painter.drawText(QRectF(at - timelineTickEach / 2, plot.bottom() + 2, timelineTickEach, metrics.height()),
                         Qt::AlignCenter, groupedNumber(static_cast<std::int64_t>(std::llround(tick))));
    }
    const PlotRange y = valueRange();
    const double y_step = linearTickStep(y, static_cast<int>(plot.height() / (timelineTickEach / 2)));
    for (const double tick : linearTicks(y, y_step)) {
        const double at = plot.bottom() - plot.height() * fractionOf(y, tick, AxisScale::Linear);
        painter.drawText(
            QRectF(plot.left() - timelineLeft, at - metrics.height() / 2, timelineLeft - 5, metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter, tickText(tick, y_step, ValueFormat::Plain));
    }
    painter.drawText(QRectF(plot.left(), plot.bottom() + 3 + metrics.height(), plot.width(), metrics.height()),
                     Qt::AlignCenter, tr("Step"));
}

QSize SpreadTimeline::fields() const
{
    std::size_t most = 0;
    for (const TimelinePanel& panel : m_panels)
        most = std::max(most, panel.moments.size());
    return {static_cast<int>(most), static_cast<int>(m_panels.size())};
}

QRectF SpreadTimeline::fieldRect(const QPoint& field, const QSizeF& size) const
{
    if (!QRect(QPoint(), fields()).contains(field))
        return {};
    const std::vector<SpreadMoment>& moments = m_panels[static_cast<std::size_t>(field.y())].moments;
    const auto index = static_cast<std::size_t>(field.x());
    if (index >= moments.size())
        return {};
    const QRectF plot = plotRect(field.y(), size);
    const auto across = [&](std::int64_t step) {
        return plot.left() + plot.width() * fractionOf(stepRange(), static_cast<double>(step), AxisScale::Linear);
    };
    const auto down = [&](float value) {
        return plot.bottom() - plot.height() * fractionOf(valueRange(), static_cast<double>(value), AxisScale::Linear);
    };
    // From the moment before to this one: what came in between has this end.
    const double left = index == 0 ? plot.left() : across(moments[index - 1].step);
    return {QPointF(left, down(moments[index].upper)),
            QPointF(across(moments[index].step), down(moments[index].lower))};
}

std::optional<QPoint> SpreadTimeline::fieldAt(const QPointF& at, const QSizeF& size) const
{
    for (int panel = 0; panel < static_cast<int>(m_panels.size()); ++panel) {
        const QRectF plot = plotRect(panel, size);
        if (!plot.contains(at))
            continue;
        const double step = valueAt(stepRange(), (at.x() - plot.left()) / plot.width(), AxisScale::Linear);
        const std::vector<SpreadMoment>& moments = m_panels[static_cast<std::size_t>(panel)].moments;
        const auto found = std::ranges::find_if(
            moments, [&](const SpreadMoment& moment) { return static_cast<double>(moment.step) >= step; });
        if (found == moments.end())
            return std::nullopt;
        return QPoint(static_cast<int>(found - moments.begin()), panel);
    }
    return std::nullopt;
}

QString SpreadTimeline::fieldText(const QPoint& field) const
{
    const TimelinePanel& panel = m_panels[static_cast<std::size_t>(field.y())];
    const SpreadMoment& moment = panel.moments[static_cast<std::size_t>(field.x())];
    const auto text = [](float value) { return valueText(static_cast<double>(value), ValueFormat::Plain); };
    return tr("%1 after step %2: from %3 to %4, half of them between %5 and %6, median %7")
        .arg(panel.name, groupedNumber(moment.step), text(moment.lower), text(moment.upper), text(moment.quartiles[0]),
             text(moment.quartiles[2]), text(moment.quartiles[1]));
}

} // namespace ligature
