// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/legend_entry.h"

#include <QPainter>

#include "ui/plots/curve_style.h"

namespace ligature {

namespace {

constexpr int entryPadding = 6;
constexpr int sampleWidth = 22;
constexpr int gapWidth = 7;

} // namespace

LegendEntry::LegendEntry(const Curve& curve, QWidget* parent) : QCheckBox(curve.name, parent), m_curve(curve)
{
    setChecked(curve.visible);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LegendEntry::setValue(const QString& value)
{
    if (value == m_value)
        return;
    m_value = value;
    setToolTip(tr("%1: %2. Click to hide or show this curve").arg(text(), value));
    update();
}

QSize LegendEntry::sizeHint() const
{
    // Room for the widest value, so that the layout rests while values change.
    const QFontMetrics metrics = fontMetrics();
    return {2 * entryPadding + sampleWidth + 2 * gapWidth + metrics.horizontalAdvance(text()) +
                metrics.horizontalAdvance(QStringLiteral("0.004444")),
            metrics.height() + 5};
}

QSize LegendEntry::minimumSizeHint() const
{
    return {2 * entryPadding + sampleWidth, sizeHint().height()};
}

void LegendEntry::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) {
        QColor background = theme.border;
        background.setAlphaF(0.45F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(background);
        painter.drawRoundedRect(rect(), 4, 4);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
    const QRect inside = rect().adjusted(entryPadding, 0, -entryPadding, 0);
    painter.setOpacity(isChecked() ? 1 : 0.35);
    paintSample(painter, QRectF(inside.left(), 0, sampleWidth, height()), m_curve, theme, theme.panel);
    painter.setOpacity(1);
    painter.setPen(isChecked() ? theme.text : theme.disabled_text);
    const QRect name = inside.adjusted(sampleWidth + gapWidth, 0, 0, 0);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(text(), Qt::ElideRight, name.width()));
    // The gap may give way a little.
    if (isChecked() && width() + gapWidth >= sizeHint().width())
        painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, m_value);
}

void LegendEntry::enterEvent(QEnterEvent* event)
{
    QCheckBox::enterEvent(event);
    update();
}

void LegendEntry::leaveEvent(QEvent* event)
{
    QCheckBox::leaveEvent(event);
    update();
}

} // namespace ligature
