// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/ids.h"

class QMenu;

/// What the canvas' menu offers of repeats.
namespace ligature {

class NetworkView;

/// For the selected layers: repeat them, add them to a repeat, take them out of theirs.
void addRepeatActions(QMenu& menu, NetworkView& view);
/// For a repeat's frame, which is selected.
void addFrameActions(QMenu& menu, NetworkView& view, RepeatId repeat);

} // namespace ligature
