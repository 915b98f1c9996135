// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/name_line.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/inspector/inspector_parts.h"

namespace ligature {

NameLine::NameLine(const QString& label, const QString& help, std::function<Result<void>(const QString&)> take,
                   QWidget* parent)
    : QWidget(parent), m_take(std::move(take)), m_line(new QLineEdit(this))
{
    auto* const title = new QLabel(label, this);
    title->setBuddy(m_line);
    title->setToolTip(help);
    m_line->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    m_line->setToolTip(help);
    m_line->setObjectName(m_line->accessibleName());
    m_line->installEventFilter(this);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(m_line);
    m_problem = addProblem(layout);
    connect(m_line, &QLineEdit::editingFinished, this, &NameLine::take);
}

void NameLine::setName(const QString& name)
{
    if (name == m_name)
        return;
    const bool untouched = m_line->text() == m_name;
    m_name = name;
    if (!untouched && m_line->hasFocus())
        return;
    m_line->setText(name);
    if (!m_line->hasFocus())
        m_line->setCursorPosition(0); // A long one shows how it begins.
    setProblem({});
}

void NameLine::setPlaceholder(const QString& text)
{
    m_line->setPlaceholderText(text);
}

void NameLine::take()
{
    const QString wish = m_line->text();
    if (wish == m_name) {
        setProblem({});
        return;
    }
    // Leaving the line after Enter finishes it once more.
    if (!m_reason.isEmpty() && wish == m_refused)
        return;
    m_refused = wish;
    const Result<void> taken = m_take(wish);
    setProblem(taken ? QString() : refusalText(taken.error()));
    if (taken)
        m_name = wish;
}

void NameLine::setProblem(const QString& reason)
{
    m_reason = reason;
    showProblem(*m_problem, reason);
    m_line->setAccessibleDescription(reason);
    m_line->setProperty("invalid", !reason.isEmpty());
    m_line->style()->unpolish(m_line);
    m_line->style()->polish(m_line);
}

bool NameLine::eventFilter(QObject* watched, QEvent* event)
{
    const bool escapes = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (escapes && (m_line->text() != m_name || !m_reason.isEmpty())) {
        m_line->setText(m_name);
        m_line->selectAll();
        setProblem({});
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ligature
