// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/fold.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/icon.h"

namespace ligature {

Fold::Fold(const QString& accessible_name, QWidget* content, bool open, QWidget* parent)
    : QWidget(parent), m_button(new QToolButton(this)), m_content(content)
{
    m_button->setObjectName(accessible_name);
    m_button->setAccessibleName(accessible_name);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setAutoRaise(true);
    m_button->setIconSize({12, 12});
    m_button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_button);
    layout->addWidget(content);
    connect(m_button, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
    setOpen(open);
}

void Fold::setOpen(bool open)
{
    m_open = open;
    m_content->setVisible(open);
    m_button->setIcon(themedIcon(open ? QStringLiteral("arrow_down") : QStringLiteral("arrow_right")));
    m_button->setAccessibleDescription(open ? tr("open") : tr("closed"));
    emit toggled(open);
}

void Fold::setText(const QString& text)
{
    m_button->setText(text);
}

} // namespace ligature
