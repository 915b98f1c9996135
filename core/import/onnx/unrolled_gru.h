// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/onnx/operator_import.h"

namespace ligature {

/// A GRU whose reset gate comes before the product (linear_before_reset = 0), which no layer of ours is: step by step,
/// of Dense layers that share their weights.
/// @param steps steps × features of a sample, as this direction goes
/// @return all hidden states, steps × hidden, or the last one
[[nodiscard]] Result<ReadActivation> unrolledGru(NodeReader& node, const ReadActivation& steps, std::int64_t hidden,
                                                 std::size_t direction, std::size_t directions, bool gives_all);

} // namespace ligature
