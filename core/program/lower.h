// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error/result.h"
#include "core/network/analysis.h"
#include "core/network/network.h"
#include "core/program/operation_graph.h"

namespace ligature {

/// Lowers a network that has no errors. Layers that no loss depends on are left out.
[[nodiscard]] Result<OperationGraph> lower(const Network& network, const Analysis& analysis);

} // namespace ligature
