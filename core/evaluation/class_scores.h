// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/network/network.h"

namespace ligature {

/// Where a classifier says how much each class is worth: what its first loss that is told one class a sample looks at.
/// Nothing where there is no such loss.
[[nodiscard]] std::optional<Port> classScoresOf(const Network& network);

} // namespace ligature
