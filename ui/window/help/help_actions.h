// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QMainWindow;
class QMenu;

namespace ligature {

/// The Help menu.
class HelpActions : public QObject {
    Q_OBJECT

public:
    explicit HelpActions(QMainWindow* window);

    void fill(QMenu* menu);

signals:
    void tourAsked();

private:
    void showShortcuts();
    void showAbout();

    QMainWindow* m_window;
};

} // namespace ligature
