// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/cosine_map.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/document/quantity_text.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int mapMargin = 8;
constexpr int fieldGap = 2;
constexpr int largestLabel = 96;
constexpr QSize smallestField(16, 14);
constexpr QSize largestField(64, 34);
constexpr double strongest = 0.42; ///< of a field's colour: its figure stays readable on it

QString cosineText(double cosine)
{
    if (std::isnan(cosine))
        return QStringLiteral("–");
    return fixedNumber(cosine, 2).replace(u'-', u'−');
}

QColor fieldColour(double cosine, const Theme& theme)
{
    if (std::isnan(cosine))
        return theme.field;
    return mixed(theme.field, cosine < 0 ? theme.warning : theme.accent, strongest * std::abs(cosine));
}

} // namespace

CosineMap::CosineMap(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Cosines between the uses"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

void CosineMap::setCosines(const QStringList& names, std::vector<double> cosines)
{
    const bool other_size = names != m_names;
    m_names = names;
    m_cosines = std::move(cosines);
    m_cosines.resize(static_cast<std::size_t>(count()) * static_cast<std::size_t>(count()), std::nan(""));
    m_row = std::min(m_row, std::max(0, count() - 1));
    m_column = std::min(m_column, std::max(0, count() - 1));
    QStringList lines;
    for (int row = 0; row < count(); ++row) {
        for (int column = 0; column < row; ++column)
            lines << fieldText(row, column);
    }
    setAccessibleDescription(lines.join(u'\n'));
    if (other_size)
        updateGeometry();
    update();
}

double CosineMap::cosine(int row, int column) const
{
    return m_cosines[static_cast<std::size_t>(row) * static_cast<std::size_t>(count()) +
                     static_cast<std::size_t>(column)];
}

QString CosineMap::fieldText(int row, int column) const
{
    const double value = cosine(row, column);
    if (row == column)
        return std::isnan(value) ? tr("%1 adds nothing").arg(m_names[row]) : tr("%1 with itself").arg(m_names[row]);
    if (std::isnan(value))
        return tr("%1 and %2: one of them adds nothing").arg(m_names[row], m_names[column]);
    return tr("%1 and %2: cosine %3").arg(m_names[row], m_names[column], cosineText(value));
}

int CosineMap::labelWidth() const
{
    int width = 0;
    for (const QString& name : m_names)
        width = std::max(width, fontMetrics().horizontalAdvance(name));
    return std::min(width + 2, largestLabel); // the advance is rounded, and the text is not to be elided for that
}

QPoint CosineMap::origin() const
{
    return {mapMargin + labelWidth() + 6, mapMargin + fontMetrics().height() + 2};
}

QSize CosineMap::fieldSize() const
{
    const int fields = std::max(1, count());
    return QSize((width() - origin().x() - mapMargin) / fields, (height() - origin().y() - mapMargin) / fields)
        .expandedTo(smallestField)
        .boundedTo(largestField);
}

QRect CosineMap::fieldRect(int row, int column) const
{
    const QSize size = fieldSize();
    return {origin() + QPoint(column * size.width(), row * size.height()), size - QSize(fieldGap, fieldGap)};
}

QSize CosineMap::sizeHint() const
{
    const int fields = std::max(2, count());
    const QSize field = fields > 6 ? QSize(30, 22) : QSize(56, 30);
    return {origin().x() + fields * field.width() + mapMargin, origin().y() + fields * field.height() + mapMargin};
}

QSize CosineMap::minimumSizeHint() const
{
    const int fields = std::max(2, count());
    return {origin().x() + fields * smallestField.width() + mapMargin,
            origin().y() + fields * smallestField.height() + mapMargin};
}

void CosineMap::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetrics metrics = fontMetrics();
    const bool figures = fieldSize().width() >= metrics.horizontalAdvance(QStringLiteral("−0.44")) + 4 &&
                         fieldSize().height() >= metrics.height();
    for (int row = 0; row < count(); ++row) {
        const QRect first = fieldRect(row, 0);
        painter.setPen(theme.muted_text);
        painter.drawText(QRect(mapMargin, first.top(), labelWidth(), first.height()), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(m_names[row], Qt::ElideRight, labelWidth()));
        const QRect head = fieldRect(0, row);
        painter.drawText(QRect(head.left(), mapMargin, head.width(), metrics.height()), Qt::AlignCenter,
                         metrics.elidedText(m_names[row], Qt::ElideRight, head.width()));
        for (int column = 0; column < count(); ++column) {
            const QRectF field = fieldRect(row, column);
            const double value = cosine(row, column);
            painter.setPen(Qt::NoPen);
            painter.setBrush(fieldColour(value, theme));
            painter.drawRoundedRect(field, 3, 3);
            if (figures) {
                painter.setPen(row == column ? theme.muted_text : theme.text);
                painter.drawText(field, Qt::AlignCenter, cosineText(value));
            }
            if (hasFocus() && row == m_row && column == m_column) {
                painter.setBrush(Qt::NoBrush);
                painter.setPen(QPen(theme.accent, 1.5));
                painter.drawRoundedRect(field.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3);
            }
        }
    }
}

bool CosineMap::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int row = 0; row < count(); ++row) {
        for (int column = 0; column < count(); ++column) {
            if (fieldRect(row, column).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), fieldText(row, column), this, fieldRect(row, column));
                return true;
            }
        }
    }
    QToolTip::showText(
        help->globalPos(),
        tr("How much the uses agree: 1 where two pull in the same direction, 0 at right angles, −1 where "
           "they cancel each other."),
        this);
    return true;
}

void CosineMap::keyPressEvent(QKeyEvent* event)
{
    int row = m_row;
    int column = m_column;
    switch (event->key()) {
    case Qt::Key_Up: --row; break;
    case Qt::Key_Down: ++row; break;
    case Qt::Key_Left: --column; break;
    case Qt::Key_Right: ++column; break;
    default: QWidget::keyPressEvent(event); return;
    }
    if (row < 0 || column < 0 || row >= count() || column >= count())
        return;
    m_row = row;
    m_column = column;
    showCurrent();
}

void CosineMap::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        showCurrent();
}

void CosineMap::showCurrent()
{
    update();
    if (count() > 0)
        QToolTip::showText(mapToGlobal(fieldRect(m_row, m_column).bottomLeft()), fieldText(m_row, m_column), this);
}

} // namespace ligature
