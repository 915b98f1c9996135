// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/canvas_tip.h"

#include <algorithm>

#include <QPainter>

#include "ui/editor/canvas_style.h"

namespace ligature {

namespace {

constexpr int tipPadding = 8;
constexpr int widest = 320;
constexpr int offset = 18;

QString sentenceOf(const std::string& words)
{
    QString text = QString::fromStdString(words).trimmed();
    if (text.isEmpty())
        return text;
    text[0] = text[0].toUpper();
    return text.endsWith('.') ? text : text + '.';
}

} // namespace

CanvasTip::CanvasTip(QWidget* parent) : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
}

QString CanvasTip::sentence(const Error& error)
{
    const QString mend = sentenceOf(error.mend);
    return sentenceOf(error.what) + (mend.isEmpty() ? QString() : ' ' + mend);
}

void CanvasTip::show(const QString& text, QPoint beside, Kind kind)
{
    m_timer.stop();
    m_text = text;
    m_kind = kind;
    setAccessibleName(text);
    const QRect inner = fontMetrics().boundingRect(QRect(0, 0, widest, 1000), Qt::TextWordWrap, text);
    resize(inner.size() + QSize(2 * tipPadding + 2, 2 * tipPadding));
    const QSize room = parentWidget()->size() - size() - QSize(8, 8);
    QPoint corner = beside + QPoint(offset, offset);
    if (corner.y() > room.height())
        corner.setY(beside.y() - offset - height());
    move(std::clamp(corner.x(), 8, std::max(8, room.width())), std::clamp(corner.y(), 8, std::max(8, room.height())));
    raise();
    QWidget::show();
    update();
}

void CanvasTip::showFor(const QString& text, QPoint beside, Kind kind)
{
    show(text, beside, kind);
    m_timer.start(std::max(3000, int(text.size()) * 60));
}

void CanvasTip::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    const QColor edge = m_kind == Kind::Refusal ? theme.error : theme.border;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(m_kind == Kind::Refusal ? mixed(theme.panel, theme.error, 0.10) : theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setPen(theme.text);
    painter.drawText(rect().adjusted(tipPadding, tipPadding, -tipPadding, -tipPadding), Qt::TextWordWrap, m_text);
}

} // namespace ligature
