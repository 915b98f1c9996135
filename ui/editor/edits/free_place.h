// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPointF>
#include <QRectF>

namespace ligature {

/// The top left corner nearest to the wanted one, on the grid, at which a node of that size keeps clear of the others.
[[nodiscard]] QPointF freePlace(QPointF wanted, QSizeF size, const std::vector<QRectF>& others);

} // namespace ligature
