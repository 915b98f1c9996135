// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/message_bar.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

QString iconName(MessageKind kind)
{
    switch (kind) {
    case MessageKind::Success: return QStringLiteral("success");
    case MessageKind::Warning: return QStringLiteral("warning");
    case MessageKind::Error: return QStringLiteral("error");
    case MessageKind::Information: break;
    }
    return QStringLiteral("info");
}

QString ended(const QString& text)
{
    const bool has_end = text.endsWith(u'.') || text.endsWith(u'?') || text.endsWith(u'!');
    return text.isEmpty() || has_end ? text : text + u'.';
}

QString asSentence(const std::string& text)
{
    QString result = QString::fromStdString(text).trimmed();
    if (!result.isEmpty())
        result[0] = result[0].toUpper();
    return ended(result);
}

} // namespace

QString sentencesOf(const Error& error)
{
    QString text = QString::fromStdString(error.where);
    if (!text.isEmpty())
        text += QStringLiteral(": ");
    text += text.isEmpty() ? asSentence(error.what) : ended(QString::fromStdString(error.what));
    if (!error.mend.empty())
        text += u' ' + asSentence(error.mend);
    return text;
}

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_button(new QPushButton(this)),
      m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("message_bar"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setIconSize({14, 14});
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss the message"));

    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(10);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    layout->addWidget(m_close);

    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(m_button, &QPushButton::clicked, this, [this] {
        const std::function<void()> action = m_action;
        dismiss();
        if (action)
            action();
    });
    hide();
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::showMessage(MessageKind kind, const QString& text)
{
    m_kind = kind;
    m_text->setText(text);
    m_action = {};
    m_button->hide();
    showIcon();
    show();
    update();
    QAccessibleEvent alert(this, QAccessible::Alert);
    setAccessibleName(text);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::showError(const Error& error)
{
    showMessage(MessageKind::Error, sentencesOf(error));
}

void MessageBar::offer(const QString& label, std::function<void()> action)
{
    m_button->setText(label);
    m_button->show();
    m_action = std::move(action);
}

void MessageBar::dismiss()
{
    hide();
    m_text->clear();
}

QColor MessageBar::colour() const
{
    const Theme& theme = themeFor(palette());
    switch (m_kind) {
    case MessageKind::Success: return theme.success;
    case MessageKind::Warning: return theme.warning;
    case MessageKind::Error: return theme.error;
    case MessageKind::Information: break;
    }
    return theme.accent;
}

void MessageBar::showIcon()
{
    m_icon->setPixmap(colouredIcon(iconName(m_kind), colour()).pixmap(QSize(18, 18), devicePixelRatioF()));
}

void MessageBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(themeFor(palette()).panel);
    painter.drawRoundedRect(body, 6, 6);
    QColor tint = colour();
    tint.setAlphaF(0.12F);
    QColor line = colour();
    line.setAlphaF(0.55F);
    painter.setPen(line);
    painter.setBrush(tint);
    painter.drawRoundedRect(body, 6, 6);
}

void MessageBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        showIcon();
    QFrame::changeEvent(event);
}

} // namespace ligature
