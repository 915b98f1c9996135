// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/import/onnx/operator_import.h"

namespace ligature {

/// What an elementwise operator of two operands gives: both broadcast to one shape, from the last axis on, wherever
/// their batch lies. Numbers become attributes, stored tensors parameters of their own.
/// @param op "Add", "Sub", "Mul", "Div", "Max", "Min" or "Pow"
[[nodiscard]] Result<ReadValue> combinedPair(NodeReader& node, const std::string& op, const ReadValue& a,
                                             const ReadValue& b);

/// Two activations broadcast to one shape and one place of the batch: what each is then, in the same order.
[[nodiscard]] Result<std::pair<ReadActivation, ReadActivation>> alike(NodeReader& node, const ReadActivation& a,
                                                                      const ReadActivation& b);

/// The activation with its samples repeated to that shape, and its axes with those extents.
[[nodiscard]] Result<ReadActivation> expandedTo(NodeReader& node, const ReadActivation& read, const Shape& sample,
                                                std::vector<std::int64_t> extents);

/// A stored tensor as an activation that can be combined with another one, broadcast to its shape.
[[nodiscard]] Result<std::pair<ReadActivation, ReadActivation>> withValues(NodeReader& node, const ReadActivation& read,
                                                                           const ReadParameter& parameter);

} // namespace ligature
