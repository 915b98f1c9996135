// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/explained_action.h"

#include <QAction>

#include "ui/theme/icon.h"

namespace ligature {

QAction* makeAction(QObject* parent, const char* icon, const QString& text, const QString& tip,
                    const QKeySequence& keys)
{
    auto* const action = new QAction(themedIcon(QLatin1String(icon)), text, parent);
    action->setStatusTip(tip);
    action->setShortcut(keys);
    return action;
}

void explain(QAction& action, const QString& reason)
{
    const QString tip =
        QStringLiteral("<b>%1</b> (%2)<br>%3")
            .arg(action.text().remove(u'&').toHtmlEscaped(), action.shortcut().toString(QKeySequence::NativeText),
                 action.statusTip().toHtmlEscaped());
    action.setToolTip(action.isEnabled() || reason.isEmpty()
                          ? tip
                          : tip + QStringLiteral("<br><i>%1</i>").arg(reason.toHtmlEscaped()));
}

} // namespace ligature
