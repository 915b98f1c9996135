// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/data/data_facts.h"
#include "core/network/analysis.h"
#include "core/program/operation_graph.h"

namespace ligature {

/// What does not fit between a network and data, each with the edit that mends it where there is one.
/// @param graph the network, lowered
[[nodiscard]] std::vector<Diagnostic> dataFindings(const Network& network, const OperationGraph& graph,
                                                   const DataFacts& data);

/// The same of a network that may still have errors: its linked Inputs alone are looked at then.
[[nodiscard]] std::vector<Diagnostic> dataFindings(const Network& network, const Analysis& analysis,
                                                   const DataFacts& data);

/// Gives an Input or a Target the data's shape and kind; other layers stay as they are.
void fitToData(Network& network, LayerId layer, const DataFacts& data);

/// The network with each Input's and Target's shape as the data have it; what is fed by them stays as it is.
[[nodiscard]] Network withShapesOf(const DataFacts& data, const Network& network);

} // namespace ligature
