// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"
#include "tests/parity/random_choice.h"

namespace ligature::parity {

/// Lets random slots read shared parameters through random views, with random gradient factors. The network stays one
/// without errors.
void addRandomTies(Network& network, Choice& choice);

} // namespace ligature::parity
