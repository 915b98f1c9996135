// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

class QColor;
class QIcon;
class QPainter;

namespace ligature {

/// The sign of a repeat: an arrow that goes round, 14 units high.
void paintLoop(QPainter& painter, QPointF middle, const QColor& ink);
/// The same for lists and titles.
[[nodiscard]] QIcon loopIcon(const QColor& ink);

} // namespace ligature
