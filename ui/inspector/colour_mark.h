// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

#include "core/network/network.h"
#include "ui/theme/theme.h"

/// The discs by which canvas, outline and inspector tell things apart.
namespace ligature {

class Document;

[[nodiscard]] QIcon colourMark(const QColor& colour);
/// A parameter's: filled with a shared one's colour, hollow for a private one.
[[nodiscard]] QIcon parameterMark(const Document& document, ParameterId parameter, const Theme& theme);
/// Of a parameter that only its own slot reads.
[[nodiscard]] QIcon privateMark(const Theme& theme);

} // namespace ligature
