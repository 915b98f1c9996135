// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QPen>

#include "ui/plots/curve.h"
#include "ui/theme/theme.h"

namespace ligature {

/// Variants differ in colour, in the line (solid, dashed) and in the marker (a filled disc, an open square), so that
/// they can be told apart without colours.
[[nodiscard]] QColor curveColour(const Curve& curve, const Theme& theme);
[[nodiscard]] QPen curvePen(const Curve& curve, const Theme& theme);
/// The pen of the values behind a smoothed line.
[[nodiscard]] QPen rawPen(const Curve& curve, const Theme& theme);

/// What fills the band around a mean.
[[nodiscard]] QColor bandColour(const Curve& curve, const Theme& theme);

inline constexpr double markerSize = 5.5; ///< across, in pixels

/// The line as a legend shows it, with its marker, from left to right in the middle of the rectangle.
void paintSample(QPainter& painter, const QRectF& rectangle, const Curve& curve, const Theme& theme,
                 const QColor& background);

} // namespace ligature
