// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help/help_actions.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "ui/theme/icon.h"
#include "ui/window/help/about_dialog.h"
#include "ui/window/help/shortcuts_dialog.h"

namespace ligature {

HelpActions::HelpActions(QMainWindow* window) : QObject(window), m_window(window) {}

void HelpActions::fill(QMenu* menu)
{
    menu->addAction(themedIcon(QStringLiteral("help")), tr("&Tour"), this, &HelpActions::tourAsked);
    QAction* const shortcuts = menu->addAction(themedIcon(QStringLiteral("keyboard")), tr("&Keyboard and mouse"), this,
                                               &HelpActions::showShortcuts);
    shortcuts->setShortcut(Qt::Key_F1);
    menu->addSeparator();
    menu->addAction(tr("&About Ligature"), this, &HelpActions::showAbout);
}

void HelpActions::showShortcuts()
{
    auto* const dialog = new ShortcutsDialog(m_window->menuBar(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void HelpActions::showAbout()
{
    auto* const dialog = new AboutDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace ligature
