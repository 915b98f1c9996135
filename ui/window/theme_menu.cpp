// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/theme_menu.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

#include "ui/theme/appearance.h"

namespace ligature {

void fillThemeMenu(QMenu* menu, Appearance* appearance)
{
    auto* const group = new QActionGroup(menu);
    const std::pair<ThemeChoice, QString> choices[] = {
        {ThemeChoice::System, QCoreApplication::translate("ThemeMenu", "As the &system")},
        {ThemeChoice::Light, QCoreApplication::translate("ThemeMenu", "&Light")},
        {ThemeChoice::Dark, QCoreApplication::translate("ThemeMenu", "&Dark")},
    };
    for (const auto& [choice, text] : choices) {
        QAction* const action = group->addAction(text);
        action->setCheckable(true);
        action->setChecked(choice == appearance->choice());
        QObject::connect(action, &QAction::triggered, appearance,
                         [appearance, choice = choice] { appearance->setChoice(choice); });
    }
    menu->addActions(group->actions());
}

} // namespace ligature
