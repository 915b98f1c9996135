// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/network/analysis.h"

namespace ligature {

/// The shapes of what arrives at the losses, in the order of their ids and ports: the data give them, so no arm may
/// have others than the drawn network.
[[nodiscard]] std::vector<std::optional<Shape>> lossInputs(const Network& network, const Analysis& analysis);

} // namespace ligature
