// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <Qt>

namespace ligature {

class NetworkView;

/// An arrow key: moves the selected nodes by a step of the grid (by one unit with Shift), in one undo step for presses
/// in a row; with nothing selected it pans. With Alt it selects the nearest node in that direction;
/// up from the topmost layer of a repeat, its frame.
void nudge(NetworkView& view, QPointF direction, Qt::KeyboardModifiers modifiers);

} // namespace ligature
