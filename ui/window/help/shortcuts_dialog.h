// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAction;
class QMenuBar;

namespace ligature {

/// Every key of the program, read from the menus' actions, with a search; and what the mouse does on the canvas.
class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutsDialog(const QMenuBar* menus, QWidget* parent = nullptr);
};

} // namespace ligature
