// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"

namespace ligature {

/// Lets a slot's tie read its parameter through another view, which need not fit: a chain is made a step at a time, and
/// analyse() says what does not fit yet. The parameter keeps its shape and its first values where it has other uses,
/// and its shape where the view does not tell it. An error (an unknown view, a wrong attribute, a chain that is too
/// long, a slot without a tie) changes nothing.
Result<void> changeView(Network& network, const Slot& slot, View view);

} // namespace ligature
