// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QPushButton>
#include <QTest>
#include <QUndoStack>

#include "ui/document/document.h"

namespace ligature {

/// Presses Return in the window's dialog of that kind as soon as its preview allows, and waits for the edit.
template <typename Dialog>
bool confirm(const QWidget& window, Document& document)
{
    const QPointer<Dialog> dialog = window.findChild<Dialog*>(); // It deletes itself once it is closed.
    if (dialog == nullptr)
        return false;
    const int steps = document.undoStack()->count();
    auto* const button = dialog->template findChild<QPushButton*>("do");
    dialog->activateWindow();
    if (!QTest::qWaitForWindowActive(dialog))
        return false;
    return QTest::qWaitFor([&] {
        // What the dialog shows beforehand is computed beside it; until that is there it takes no Return.
        if (dialog && dialog->isVisible() && button->isEnabled())
            QTest::keyClick(dialog, Qt::Key_Return);
        return (!dialog || !dialog->isVisible()) && document.undoStack()->count() != steps;
    });
}

} // namespace ligature
