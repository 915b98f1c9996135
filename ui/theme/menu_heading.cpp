// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/menu_heading.h"

#include <QMenu>

namespace ligature {

void addHeading(QMenu& menu, const QString& text)
{
    if (!menu.isEmpty())
        menu.addSeparator();
    menu.addAction(text)->setEnabled(false);
}

} // namespace ligature
