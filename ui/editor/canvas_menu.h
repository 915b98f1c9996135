// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>

class QMenu;

namespace ligature {

class NetworkView;

/// The menu for what is at a position of the viewport, which deletes itself when it closes: what can be done with a
/// node, a slot, a link, a tie, a repeat or the empty canvas. What is there becomes the selection.
[[nodiscard]] QMenu* canvasMenu(NetworkView& view, QPoint where);

} // namespace ligature
