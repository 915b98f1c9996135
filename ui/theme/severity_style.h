// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

#include "core/network/analysis.h"
#include "ui/theme/theme.h"

/// How findings look, wherever they are shown.
namespace ligature {

[[nodiscard]] QColor colourOf(Severity severity, const Theme& theme);
[[nodiscard]] QString titleOf(Severity severity); ///< "Error", "Warning", "Hint"
[[nodiscard]] QIcon iconOf(Severity severity, const Theme& theme);

} // namespace ligature
