// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/panels.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QImage>

#include "ui/plots/number_text.h"

namespace ligature {

namespace {

constexpr double panelMargin = 10;
constexpr double panelGap = 22;

} // namespace

std::vector<QRectF> panelRooms(const QSizeF& size, int count)
{
    std::vector<QRectF> rooms;
    const double width = (size.width() - 2 * panelMargin - panelGap * (count - 1)) / std::max(1, count);
    for (int i = 0; i < count; ++i) {
        rooms.emplace_back(panelMargin + i * (width + panelGap), panelMargin / 2, std::max(1.0, width),
                           std::max(1.0, size.height() - panelMargin));
    }
    return rooms;
}

QRectF fitted(const QRectF& room, double aspect)
{
    const double width = std::min(room.width(), room.height() * aspect);
    return {room.left() + (room.width() - width) / 2, room.top(), width, width / aspect};
}

void drawHeading(QPainter& painter, const QRectF& line, const QString& title, const QString& figure, const Theme& theme)
{
    painter.save();
    QFont bold = painter.font();
    bold.setBold(true);
    painter.setFont(bold);
    const QFontMetricsF metrics(bold);
    painter.setPen(theme.text);
    const QString shown = metrics.elidedText(title, Qt::ElideRight, line.width());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, shown);
    painter.restore();
    const double taken = metrics.horizontalAdvance(shown) + 10;
    painter.setPen(theme.muted_text);
    painter.drawText(line.adjusted(taken, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(figure, Qt::ElideRight, line.width() - taken));
}

DivergingColours::DivergingColours(const Theme& theme) : m_no_number(theme.error.rgb())
{
    // Text stands beside them, never on them, so that the ends may be as strong as they are.
    for (int i = -half; i <= half; ++i) {
        const double share = std::sqrt(std::abs(i) / static_cast<double>(half));
        m_colours[static_cast<std::size_t>(i + half)] =
            mixed(theme.field, i < 0 ? theme.untied : theme.tied, share).rgb();
    }
}

QRgb DivergingColours::at(double share) const
{
    if (std::isnan(share))
        return m_no_number;
    return m_colours[static_cast<std::size_t>(std::lround(std::clamp(share, -1.0, 1.0) * half) + half)];
}

double colourBarTextWidth(const QFont& font)
{
    return QFontMetricsF(font).horizontalAdvance(QStringLiteral("−0.00444")) + 5;
}

void drawColourBar(QPainter& painter, const QRectF& bar, double greatest, const DivergingColours& colours,
                   const Theme& theme)
{
    constexpr int shades = 65;
    QImage image(1, shades, QImage::Format_RGB32);
    for (int i = 0; i < shades; ++i)
        image.setPixel(0, i, colours.at(1 - 2.0 * i / (shades - 1)));
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(bar, image);
    painter.setPen(theme.border);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
    painter.setPen(theme.muted_text);
    const double line = QFontMetricsF(painter.font()).height();
    const double width = colourBarTextWidth(painter.font());
    const auto label = [&](double at, const QString& text) {
        const double top = std::clamp(at - line / 2, bar.top() - 2, bar.bottom() - line + 2);
        painter.drawText(QRectF(bar.right() + 5, top, width, line), Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    label(bar.top(), valueText(greatest, ValueFormat::Plain));
    if (bar.height() > 3 * line)
        label(bar.center().y(), QStringLiteral("0"));
    if (bar.height() > 2 * line)
        label(bar.bottom(), valueText(-greatest, ValueFormat::Plain).replace(u'-', u'−'));
    painter.restore();
}

} // namespace ligature
