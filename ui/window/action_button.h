// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

class QAction;

namespace ligature {

/// A push button for an action: enabled, tool tip and click are the action's, so that a button, a menu entry and a
/// shortcut never disagree.
class ActionButton : public QPushButton {
    Q_OBJECT

public:
    /// @param text of the button; empty: an icon alone
    ActionButton(QAction* action, const QString& text, QWidget* parent = nullptr);
    /// Filled with the accent: the one thing to do next.
    void setPrimary(const QString& icon);

private:
    void follow();

    QAction* m_action;
};

} // namespace ligature
