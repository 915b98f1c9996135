// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/drawn_figure.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QFontInfo>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

namespace ligature {

namespace {

constexpr QSize paperSize(760, 460);
constexpr int farStep = 10; ///< fields that Page up and Page down walk

} // namespace

DrawnFigure::DrawnFigure(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleDescription(tr("Arrow keys walk from field to field, Ctrl+C copies what a field says."));
}

QByteArray DrawnFigure::picture(FigureFormat format) const
{
    return paintedFigure(format, paperSize, accessibleName(), [this](QPainter& painter) {
        QFont text = font(); // in pixels, which are the paper's units whatever the device's are
        text.setPixelSize(QFontInfo(text).pixelSize());
        painter.setFont(text);
        Theme paper = lightTheme();
        paper.panel = paper.window = paper.field = Qt::white;
        draw(painter, paperSize, paper);
    });
}

void DrawnFigure::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter, size(), theme);
    if (!hasFocus())
        return;
    const QRectF field = fieldRect(m_current, size());
    if (field.isEmpty())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 1.5));
    painter.drawRoundedRect(field.adjusted(-0.75, -0.75, 0.75, 0.75), 2, 2);
}

bool DrawnFigure::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    if (const auto field = fieldAt(help->pos(), size()))
        QToolTip::showText(help->globalPos(), fieldText(*field), this, fieldRect(*field, size()).toAlignedRect());
    else
        QToolTip::hideText();
    return true;
}

void DrawnFigure::mousePressEvent(QMouseEvent* event)
{
    if (const auto field = fieldAt(event->position(), size()))
        m_current = *field; // From there the keys go on.
    update();
    QWidget::mousePressEvent(event);
}

void DrawnFigure::mouseMoveEvent(QMouseEvent* event)
{
    QWidget::mouseMoveEvent(event);
    const auto field = fieldAt(event->position(), size());
    if (field == m_under_mouse)
        return;
    m_under_mouse = field;
    emit pointed(field ? fieldText(*field) : QString());
}

void DrawnFigure::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    m_under_mouse.reset();
    emit pointed({});
}

void DrawnFigure::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        const QPoint field = m_under_mouse.value_or(m_current);
        if (!fieldRect(field, size()).isEmpty())
            QApplication::clipboard()->setText(fieldText(field));
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left: return walk({-1, 0});
    case Qt::Key_Right: return walk({1, 0});
    case Qt::Key_Up: return walk({0, -1});
    case Qt::Key_Down: return walk({0, 1});
    case Qt::Key_PageUp: return walk({-farStep, 0});
    case Qt::Key_PageDown: return walk({farStep, 0});
    case Qt::Key_Home: return walk(-m_current);
    default: QWidget::keyPressEvent(event);
    }
}

void DrawnFigure::walk(const QPoint& by)
{
    const QSize count = fields();
    if (count.isEmpty())
        return;
    const QPoint to(std::clamp(m_current.x() + by.x(), 0, count.width() - 1),
                    std::clamp(m_current.y() + by.y(), 0, count.height() - 1));
    if (!fieldRect(to, size()).isEmpty())
        tell(to);
}

void DrawnFigure::tell(const QPoint& field)
{
    m_current = field;
    update();
    const QRectF rect = fieldRect(field, size());
    if (rect.isEmpty())
        return;
    const QString text = fieldText(field);
    emit pointed(text);
    QToolTip::showText(mapToGlobal(rect.bottomLeft().toPoint()), text, this);
}

void DrawnFigure::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        walk({0, 0});
}

void DrawnFigure::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    emit pointed({});
    update();
}

} // namespace ligature
