// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/canvas_prompt.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "ui/theme/theme.h"

namespace ligature {

CanvasPrompt::CanvasPrompt(QWidget* parent) : QFrame(parent), m_text(new QLabel(this)), m_row(new QHBoxLayout(this))
{
    hide();
    m_text->setTextFormat(Qt::PlainText);
    m_row->setContentsMargins(14, 8, 10, 8);
    m_row->setSpacing(8);
    m_row->addWidget(m_text);
    m_row->addSpacing(8);
}

void CanvasPrompt::ask(const QString& question, std::vector<Answer> answers)
{
    dismiss();
    m_text->setText(question);
    setAccessibleName(question);
    for (Answer& answer : answers) {
        auto* button = new QPushButton(answer.label, this);
        button->setAutoDefault(true);
        connect(button, &QPushButton::clicked, this, [this, act = std::move(answer.act)] {
            dismiss();
            if (act)
                act();
        });
        m_row->addWidget(button);
        m_buttons.push_back(button);
    }
    adjustSize();
    move((parentWidget()->width() - width()) / 2, 16);
    show();
    raise();
    if (!m_buttons.empty())
        m_buttons.front()->setFocus();
}

void CanvasPrompt::dismiss()
{
    if (m_buttons.empty())
        return;
    // The focus goes back before the button that has it is gone.
    parentWidget()->setFocus();
    for (QPushButton* button : m_buttons)
        button->deleteLater();
    m_buttons.clear();
    hide();
}

QString CanvasPrompt::question() const
{
    return m_buttons.empty() ? QString() : m_text->text();
}

void CanvasPrompt::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

void CanvasPrompt::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
}

} // namespace ligature
