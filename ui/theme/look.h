// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace ligature {

/// Gives a widget one of the style sheet's looks ("primary", "muted"), also where it has been styled already, as the
/// buttons of a button box are when they are added.
void setLook(QWidget& widget, const char* look);

} // namespace ligature
