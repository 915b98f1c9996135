// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

#include "core/project/project.h"

namespace ligature {

/// Where a node is, for Qt.
[[nodiscard]] inline QPointF point(const CanvasPosition& position)
{
    return {position.x, position.y};
}

} // namespace ligature
