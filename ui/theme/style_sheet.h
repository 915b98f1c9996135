// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/theme/theme.h"

namespace ligature {

/// The style sheet for spacing, corners and focus rings of the stock widgets, over the Fusion style and paletteFor().
///
/// Widgets opt into a look by a dynamic property `look`:
/// - QPushButton, QToolButton: "primary" (accent filled), "flat" (no frame until hovered)
/// - QLabel: "title", "heading", "muted", "mono"
/// - QFrame: "card", "panel"
[[nodiscard]] QString styleSheetFor(const Theme& theme);

} // namespace ligature
