// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QString>

class QAction;
class QObject;

namespace ligature {

/// An action with an icon of resources/icons/ and its keys.
/// @param tip what it does, a sentence without its full stop
[[nodiscard]] QAction* makeAction(QObject* parent, const char* icon, const QString& text, const QString& tip,
                                  const QKeySequence& keys);

/// Its tool tip: name, keys, what it does; and, while it cannot be had, why.
void explain(QAction& action, const QString& reason);

} // namespace ligature
