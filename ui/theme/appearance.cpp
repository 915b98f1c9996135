// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/appearance.h"

#include <QApplication>
#include <QFontDatabase>
#include <QSettings>
#include <QStyleFactory>

#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

const QString choiceKey = QStringLiteral("appearance/theme");

QString toString(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light: return QStringLiteral("light");
    case ThemeChoice::Dark: return QStringLiteral("dark");
    case ThemeChoice::System: break;
    }
    return QStringLiteral("system");
}

ThemeChoice choiceFrom(const QString& text)
{
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        if (text == toString(choice))
            return choice;
    }
    return ThemeChoice::System;
}

} // namespace

Appearance::Appearance(QObject* parent) : QObject(parent), m_choice(choiceFrom(QSettings().value(choiceKey).toString()))
{
    connect(&m_system, &SystemColourScheme::changed, this, [this] {
        if (m_choice == ThemeChoice::System)
            apply();
    });
}

void Appearance::start()
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QApplication::font();
    if (QFontDatabase::hasFamily(QStringLiteral("Inter")))
        font.setFamily(QStringLiteral("Inter"));
    font.setPointSizeF(std::max(font.pointSizeF(), 10.0));
    QApplication::setFont(font);
    apply();
}

void Appearance::setChoice(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    QSettings().setValue(choiceKey, toString(choice));
    apply();
    emit choiceChanged();
}

void Appearance::apply()
{
    const bool dark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_system.isDark());
    const Theme& theme = dark ? darkTheme() : lightTheme();
    QApplication::setPalette(paletteFor(theme));
    qApp->setStyleSheet(styleSheetFor(theme));
}

} // namespace ligature
