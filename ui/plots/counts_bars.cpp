// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/counts_bars.h"

#include <algorithm>
#include <array>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/document/quantity_text.h"
#include "ui/plots/number_text.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int barMargin = 12;
constexpr int barHeight = 14;
constexpr int barRowHeight = 22;
constexpr int spacing = 8;

/// A bar's parts in the order in which they are drawn; each fainter than the one before.
constexpr std::array<float, 3> strengths = {1.0F, 0.6F, 0.32F};

std::array<std::int64_t, 3> partsOf(const Counts& counts)
{
    return {counts.weight_bytes, counts.gradient_bytes, counts.optimizer_bytes};
}

std::array<QString, 3> partNames()
{
    return {CountsBars::tr("Weights"), CountsBars::tr("Gradients"), CountsBars::tr("Optimizer")};
}

double total(const Counts& counts)
{
    double sum = 0;
    for (const std::int64_t part : partsOf(counts))
        sum += static_cast<double>(part);
    return sum;
}

QString summary(const QString& name, const Counts& counts)
{
    return CountsBars::tr("%1: weights %2, gradients %3, optimizer %4")
        .arg(name, bytesText(counts.weight_bytes), bytesText(counts.gradient_bytes), bytesText(counts.optimizer_bytes));
}

QColor strength(QColor colour, float share)
{
    colour.setAlphaF(share);
    return colour;
}

} // namespace

CountsBars::CountsBars(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Memory for training"));
}

void CountsBars::setCounts(const Counts& tied, const Counts& untied)
{
    m_tied = tied;
    m_untied = untied;
    setAccessibleDescription(summary(tr("Tied"), tied) + QLatin1Char('\n') + summary(tr("Untied"), untied));
    update();
}

QSize CountsBars::sizeHint() const
{
    return {420, 2 * barRowHeight + fontMetrics().height() + 6};
}

QSize CountsBars::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

QRect CountsBars::barArea() const
{
    const int names =
        std::max(fontMetrics().horizontalAdvance(tr("Tied")), fontMetrics().horizontalAdvance(tr("Untied")));
    const int sums = fontMetrics().horizontalAdvance(QStringLiteral("999.9 MB"));
    return rect().adjusted(barMargin + names + spacing, 0, -(barMargin + sums + spacing), 0);
}

void CountsBars::paintBar(QPainter& painter, const Counts& counts, const QString& name, const QColor& colour,
                          int top) const
{
    const Theme& theme = themeFor(palette());
    const QRect area = barArea();
    painter.setPen(theme.text);
    painter.drawText(QRect(barMargin, top, area.left() - barMargin, barRowHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     name);
    const double scale = area.width() / std::max({total(m_tied), total(m_untied), 1.0});
    double left = area.left();
    const std::array<std::int64_t, 3> parts = partsOf(counts);
    const std::array<QString, 3> names = partNames();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double width = static_cast<double>(parts[i]) * scale;
        const QRectF part(left, top + (barRowHeight - barHeight) / 2.0, std::max(width - 1, 0.0), barHeight);
        painter.fillRect(part, strength(colour, strengths[i]));
        left += width;
    }
    painter.setPen(theme.text);
    painter.drawText(QRectF(left + spacing, top, width() - left - spacing, barRowHeight),
                     Qt::AlignLeft | Qt::AlignVCenter, bytesText(static_cast<std::int64_t>(total(counts))));
}

void CountsBars::paintKey(QPainter& painter, int top) const
{
    const Theme& theme = themeFor(palette());
    int left = barArea().left();
    const int height = fontMetrics().height();
    const std::array<QString, 3> names = partNames();
    for (std::size_t i = 0; i < names.size(); ++i) {
        painter.fillRect(QRect(left, top + height / 2 - 4, 9, 9), strength(theme.muted_text, strengths[i]));
        left += 9 + 5;
        painter.setPen(theme.muted_text);
        painter.drawText(QRect(left, top, width(), height), Qt::AlignLeft | Qt::AlignVCenter, names[i]);
        left += fontMetrics().horizontalAdvance(names[i]) + 16;
    }
}

void CountsBars::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBar(painter, m_tied, tr("Tied"), theme.tied, 0);
    paintBar(painter, m_untied, tr("Untied"), theme.untied, barRowHeight);
    paintKey(painter, 2 * barRowHeight + 2);
}

bool CountsBars::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), accessibleDescription(), this);
    return true;
}

} // namespace ligature
