// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMenu;
class QString;

namespace ligature {

/// A line that says what the entries below it are about. (The style draws a QMenu::addSection without its text.)
void addHeading(QMenu& menu, const QString& text);

} // namespace ligature
