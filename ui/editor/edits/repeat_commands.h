// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "core/network/ids.h"
#include "ui/document/selection.h"

/// What the canvas' actions and menus do with repeats; what is refused is told beside the mouse.
namespace ligature {

class NetworkView;
struct Network;

/// The selected repeats, and those that the selected layers are in.
[[nodiscard]] std::set<RepeatId> concernedRepeats(const Network& network, const SelectedItems& items);

/// Asks how often the selected layers are to be repeated, or says why they cannot be.
void repeatSelection(NetworkView& view);
/// The layers stay and become the selection.
void removeRepeats(NetworkView& view, const std::set<RepeatId>& repeats);
/// The selected layers.
void addSelectionTo(NetworkView& view, RepeatId repeat);
void takeSelectionOut(NetworkView& view);

/// Says which repeats have ended because an edit left them without a way in or out.
/// @param before the network before the edit
void tellEndedRepeats(NetworkView& view, const Network& before);

} // namespace ligature
