// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/action_button.h"

#include <QAction>

#include "ui/theme/icon.h"

namespace ligature {

ActionButton::ActionButton(QAction* action, const QString& text, QWidget* parent)
    : QPushButton(action->icon(), text, parent), m_action(action)
{
    setAccessibleName(action->text().remove(u'&'));
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, &ActionButton::follow);
    follow();
}

void ActionButton::setPrimary(const QString& icon)
{
    setProperty("look", "primary");
    setIcon(themedIconOnAccent(icon));
}

void ActionButton::follow()
{
    setEnabled(m_action->isEnabled());
    setToolTip(m_action->toolTip());
}

} // namespace ligature
