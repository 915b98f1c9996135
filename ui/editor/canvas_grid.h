// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

class QPainter;

namespace ligature {

struct Theme;

/// Paints the canvas and its grid: dots at the steps that nodes snap to, coarser as one zooms out, so that about as
/// many are on screen at every zoom.
void paintGrid(QPainter& painter, const QRectF& exposed, const Theme& theme);

} // namespace ligature
