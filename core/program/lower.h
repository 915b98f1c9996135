// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error/result.h"
#include "core/network/analysis.h"
#include "core/network/network.h"
#include "core/program/operation_graph.h"

namespace ligature {

/// Lowers a network. Layers that no loss depends on are left out. An error where the network has one: the first of its
/// diagnostics, at the layer or the parameter that is wrong.
/// @param analysis of the network
[[nodiscard]] Result<OperationGraph> lower(const Network& network, const Analysis& analysis);
/// The same where the network has not been analysed yet.
[[nodiscard]] Result<OperationGraph> lower(const Network& network);

} // namespace ligature
