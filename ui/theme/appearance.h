// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/theme/system_colour_scheme.h"

namespace ligature {

/// The user's choice of theme.
enum class ThemeChoice { System, Light, Dark };

/// Puts the theme on the application: palette, style sheet, font. Made once in main() after the QApplication; keeps
/// the choice in QSettings and follows the desktop's colour scheme while the choice is System. GUI thread.
class Appearance : public QObject {
    Q_OBJECT

public:
    explicit Appearance(QObject* parent = nullptr);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    /// Style, font, palette and style sheet, before the first window is made.
    void start();
    /// Asks the desktop for its colour scheme and follows it; not needed for the first paint.
    void watchSystem() { m_system.watch(); }

signals:
    void choiceChanged();

private:
    void apply();

    ThemeChoice m_choice = ThemeChoice::System;
    SystemColourScheme m_system;
};

} // namespace ligature
