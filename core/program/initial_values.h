// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/error/result.h"
#include "core/program/operation_graph.h"
#include "core/tying/twin.h"

namespace ligature {

/// First values by parameter, row-major over its shape.
using InitialValues = std::map<ParameterId, std::vector<double>>;

/// An error where less memory is free than the values of every parameter of the graph take, in double precision as they
/// are drawn and in single precision as they are kept: to be asked before they are, since a network may say any size.
[[nodiscard]] Result<void> checkMemoryForValues(const OperationGraph& graph);

/// Draws the first values of every parameter, each from a stream of its own that the seed and its id name: one draw a
/// storage, however many uses it has. A parameter with a first_draw reads that one instead.
[[nodiscard]] InitialValues drawInitialValues(const OperationGraph& graph, std::uint64_t seed);

/// What each use of the tied network reads, for the twin's parameters, as a program of T computes it: with T, the
/// twin's values are equal to the last bit to what the tied one reads through a scale.
template <typename T = double>
[[nodiscard]] InitialValues twinValues(const InitialValues& tied, const OperationGraph& tied_graph,
                                       const DerivedNetwork& twin);

/// The first values of every parameter of a network that was made of a drawn one: those that its sources name as above,
/// the others by a draw of their own.
/// @param drawn of the drawn network, whose graph is `drawn_graph`
[[nodiscard]] InitialValues derivedValues(const InitialValues& drawn, const OperationGraph& drawn_graph,
                                          const DerivedNetwork& made, const OperationGraph& graph, std::uint64_t seed);

/// From the order of the shape into the order of the memory, and back.
template <typename From, typename To>
void store(std::span<const From> values, const GraphParameter& parameter, std::span<To> memory);
template <typename From, typename To>
void fetch(std::span<const From> memory, const GraphParameter& parameter, std::span<To> values);

} // namespace ligature
