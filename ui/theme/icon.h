// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace ligature {

/// An icon of resources/icons/ by its file's name ("play"), drawn in the colour of the application's text as it is when
/// it is painted, so that a change of theme needs no new icons. Sharp at every size and device pixel ratio.
[[nodiscard]] QIcon themedIcon(const QString& name);

/// The same in the colour of text on the accent, for primary buttons.
[[nodiscard]] QIcon themedIconOnAccent(const QString& name);

/// The same in one fixed colour.
[[nodiscard]] QIcon colouredIcon(const QString& name, const QColor& colour);

/// The program's own icon.
[[nodiscard]] QIcon programIcon();

} // namespace ligature
