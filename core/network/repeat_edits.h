// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "core/error/result.h"
#include "core/network/network.h"

/// The ways to change a repeat that is there (repeat.h adds one). Each keeps what edits.h keeps, and no layer comes to
/// be in two repeats. An error changes nothing.
namespace ligature {

/// An error where the name is empty or another repeat has it.
Result<void> renameRepeat(Network& network, RepeatId repeat, std::string name);
/// An error where there are to be too few passes or too many.
Result<void> setRepeatCount(Network& network, RepeatId repeat, std::int64_t count);
Result<void> setRepeatShared(Network& network, RepeatId repeat, bool shared);

/// Takes layers in; those that are in it already are passed over. An error where one is in another repeat or cannot be
/// repeated, or where the layers could be repeated before (repeatPorts()) and not with these.
Result<void> addToRepeat(Network& network, RepeatId repeat, const std::set<LayerId>& layers);
/// Takes layers out of the repeats that they are in, which end where none is left. An error where one could be repeated
/// before and what is left of it cannot.
Result<void> takeOutOfRepeats(Network& network, const std::set<LayerId>& layers);

/// Its layers stay, and are applied once.
void removeRepeat(Network& network, RepeatId repeat);

/// Ends the repeats that could be repeated in another network, as it was before an edit, and cannot be now.
/// @return their ids
std::set<RepeatId> endBrokenRepeats(Network& network, const Network& before);

} // namespace ligature
