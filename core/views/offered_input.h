// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/view.h"

namespace ligature {

/// A shape with which the view reads `output`, to offer it: what inputShape() tells, or else, a step at a time, the
/// shape that is read itself, or that one with the smallest extent along one axis that will do (in place of an axis of
/// it, or besides). Other shapes may fit, too. Nothing where none of these does.
[[nodiscard]] std::optional<Shape> offeredInput(const View& view, const Shape& output);

} // namespace ligature
