// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/network/analysis.h"
#include "core/network/network.h"

namespace ligature {

/// What a network that has no errors predicts, and so what an exported model gives out: the outputs that its losses
/// look at and that depend on a parameter, in the order of the losses' ids and ports, each once. Where none depends on
/// a parameter: what each loss looks at first. A target, and what is made of data alone, is no prediction.
[[nodiscard]] std::vector<Port> predictionsOf(const Network& network, const Analysis& analysis);

} // namespace ligature
