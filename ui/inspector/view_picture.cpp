// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/view_picture.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <QPainter>

#include "ui/document/quantity_text.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int tableHeight = 84;
constexpr int arrowWidth = 26;
constexpr int captionGap = 5;
constexpr qreal largestCell = 18;
constexpr qreal gapFrom = 5; // Cells of this size have a line between them.

QColor mix(const QColor& a, const QColor& b, double share)
{
    const auto channel = [&](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

/// How large a cell is along one side, in whole device pixels where more than one fits.
qreal cellSize(qreal space, std::int64_t lines, qreal ratio)
{
    const qreal pixels = std::min(space / static_cast<qreal>(lines), largestCell) * ratio;
    return (pixels >= 1 ? std::floor(pixels) : pixels) / ratio;
}

void paintTable(QPainter& painter, const QRectF& space, const FoldedShape& table,
                const std::function<QColor(std::size_t)>& colour)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    qreal width = cellSize(space.width(), table.columns(), ratio);
    qreal height = cellSize(space.height(), table.rows(), ratio);
    // Nearly square, so that a transpose is seen to turn the table.
    width = std::min(width, 2 * std::max(height, 2.0));
    height = std::min(height, 2 * std::max(width, 2.0));
    const qreal gap = std::min(width, height) >= gapFrom ? 1 / ratio : 0;
    const QSizeF size(width * static_cast<qreal>(table.columns()), height * static_cast<qreal>(table.rows()));
    const auto snapped = [&](qreal at) { return std::round(at * ratio) / ratio; };
    const QPointF corner(snapped(space.center().x() - size.width() / 2),
                         snapped(space.center().y() - size.height() / 2));
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        for (std::int64_t column = 0; column < table.columns(); ++column) {
            const QColor fill = colour(static_cast<std::size_t>(row * table.columns() + column));
            if (!fill.isValid())
                continue;
            const qreal left = snapped(corner.x() + static_cast<qreal>(column) * width);
            const qreal top = snapped(corner.y() + static_cast<qreal>(row) * height);
            const qreal right = snapped(corner.x() + static_cast<qreal>(column + 1) * width);
            const qreal bottom = snapped(corner.y() + static_cast<qreal>(row + 1) * height);
            // A wider line between blocks.
            const qreal right_gap = gap * (table.blockEndsRightOf(column) ? 3 : 1);
            const qreal bottom_gap = gap * (table.blockEndsBelow(row) ? 3 : 1);
            painter.fillRect(
                QRectF(left, top, std::max(right - left - right_gap, 0.0), std::max(bottom - top - bottom_gap, 0.0)),
                fill);
        }
    }
}

} // namespace

ViewPicture::ViewPicture(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What is read"));
    setObjectName(accessibleName());
}

QSize ViewPicture::sizeHint() const
{
    return {220, tableHeight + captionGap + 2 * fontMetrics().height()};
}

QSize ViewPicture::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void ViewPicture::showView(const View& view, const std::optional<Shape>& shape, const QString& parameter,
                           const QString& reader)
{
    const Result<Shape> output = shape ? outputShape(view, *shape) : Result<Shape>();
    setVisible(shape && output);
    if (!shape || !output)
        return;
    if (view != m_view || shape != m_shape)
        m_grid = viewGrid(view, *shape);
    m_view = view;
    m_shape = shape;
    m_parameter = parameter;
    m_reader = reader;
    m_parameter_shape = QString::fromStdString(shape->toString());
    m_result_shape = QString::fromStdString(output->toString());
    setToolTip(explanation(*output));
    setAccessibleDescription(toolTip());
    update();
}

QString ViewPicture::explanation(const Shape& output) const
{
    QString text = tr("Left: %1, %2, each entry in a colour by its place; grey entries are not read.\n"
                      "Right: what %3 reads, %4; each entry has the colour of the one that it reads, and is darker "
                      "where it reads it with a minus.")
                       .arg(m_parameter, m_parameter_shape, m_reader, m_result_shape);
    const std::int64_t read = std::ranges::count(m_grid.is_read, true);
    if (!m_grid.parameter.isSampled() && !m_grid.result.isSampled()) {
        text += tr("\n%1 of %2 entries are read, for %3 places.")
                    .arg(groupedNumber(read), groupedNumber(m_grid.parameter.entries()),
                         groupedNumber(output.elementCount()));
    } else {
        text += tr("\nToo large to show each entry: a sample at even distances.");
    }
    return text;
}

QColor ViewPicture::colourOf(std::int64_t entry) const
{
    const Theme& theme = themeFor(palette());
    const FoldedShape::Place place = m_grid.parameter.placeOf(entry);
    // From blue over violet and red to orange across, and darker downwards; later blocks paler.
    const double hue = std::fmod(215 + 180 * place.across, 360) / 360;
    const double lightness = theme.dark ? 0.74 - 0.38 * place.down : 0.68 - 0.36 * place.down;
    return mix(QColor::fromHslF(static_cast<float>(hue), 0.72F, static_cast<float>(lightness)), theme.panel,
               0.55 * place.block);
}

QColor ViewPicture::resultColour(std::size_t cell) const
{
    const Theme& theme = themeFor(palette());
    const std::int64_t source = m_grid.source[cell];
    if (source < 0)
        return {};
    const double coefficient = m_grid.coefficient[cell];
    const QColor colour = mix(theme.panel, colourOf(source), std::clamp(std::abs(coefficient), 0.3, 1.0));
    return coefficient < 0 ? mix(colour, QColor(Qt::black), 0.45) : colour;
}

void ViewPicture::paintCaption(QPainter& painter, const QRectF& column, const QString& name, const QString& shape) const
{
    const Theme& theme = themeFor(palette());
    const int line = fontMetrics().height();
    const QRectF first(column.left(), tableHeight + captionGap, column.width(), line);
    painter.setPen(theme.text);
    painter.drawText(first, Qt::AlignCenter,
                     fontMetrics().elidedText(name, Qt::ElideMiddle, static_cast<int>(column.width())));
    painter.setPen(theme.muted_text);
    painter.drawText(first.translated(0, line), Qt::AlignCenter,
                     fontMetrics().elidedText(shape, Qt::ElideMiddle, static_cast<int>(column.width())));
}

void ViewPicture::paintEvent(QPaintEvent*)
{
    if (m_grid.source.empty())
        return;
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    const qreal half = (width() - arrowWidth) / 2.0;
    const QRectF left(0, 0, half, tableHeight);
    const QRectF right(width() - half, 0, half, tableHeight);
    paintTable(painter, left, m_grid.parameter, [&](std::size_t cell) {
        const auto columns = static_cast<std::size_t>(m_grid.parameter.columns());
        const std::int64_t entry = m_grid.parameter.entryAt(static_cast<std::int64_t>(cell / columns),
                                                            static_cast<std::int64_t>(cell % columns));
        if (entry < 0)
            return QColor();
        return m_grid.is_read[cell] ? colourOf(entry) : mix(theme.border, theme.panel, 0.35);
    });
    paintTable(painter, right, m_grid.result, [&](std::size_t cell) { return resultColour(cell); });
    paintCaption(painter, left, m_parameter, m_parameter_shape);
    paintCaption(painter, right, m_reader, m_result_shape);
    // The arrow from the one to the other.
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.muted_text, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF tip(width() / 2.0 + 6, tableHeight / 2.0);
    painter.drawLine(tip - QPointF(12, 0), tip);
    painter.drawPolyline(QPolygonF({tip + QPointF(-4, -4), tip, tip + QPointF(-4, 4)}));
}

} // namespace ligature
