// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/view_menu.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QMenu>

#include "ui/inspector/inspector_parts.h"
#include "ui/theme/menu_heading.h"

namespace ligature {

namespace {

constexpr int widestReason = 300;

QString tr(const char* text)
{
    return QCoreApplication::translate("ViewMenu", text);
}

QString headingOf(const ViewOffer& offer, const QString& slot)
{
    if (offer.refused)
        return tr("Cannot come next");
    return offer.fits ? tr("Fits %1").arg(slot) : tr("Needs more to fit %1").arg(slot);
}

} // namespace

void fillViewMenu(QMenu& menu, const std::vector<ViewOffer>& offers, const QString& slot,
                  const std::function<void(const ViewStep&)>& take)
{
    menu.clear();
    menu.setToolTipsVisible(true);
    QString heading;
    for (const ViewOffer& offer : offers) {
        if (const QString next = headingOf(offer, slot); next != heading)
            addHeading(menu, heading = next);
        const QString title = QString::fromStdString(offer.type->title());
        const QString help = QString::fromStdString(offer.type->help());
        if (offer.refused) {
            const QString reason = refusalText(*offer.refused);
            const QString shown = menu.fontMetrics().elidedText(QString::fromStdString(offer.refused->what),
                                                                Qt::ElideRight, widestReason);
            QAction* const action = menu.addAction(title + QLatin1Char('\t') + shown);
            action->setEnabled(false);
            action->setToolTip(reason + QStringLiteral("\n\n") + help);
            continue;
        }
        const QString gives = offer.gives ? QString::fromStdString(offer.gives->toString()) : QString();
        QAction* const action = menu.addAction(gives.isEmpty() ? title : title + QLatin1Char('\t') + gives);
        action->setToolTip(help);
        QObject::connect(action, &QAction::triggered, &menu, [take, step = offer.step] { take(step); });
    }
}

} // namespace ligature
