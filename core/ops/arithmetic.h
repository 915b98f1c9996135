// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/ops/op.h"

/// Arithmetic on activations. N is the batch; shapes are per sample.
namespace ligature {

/// The elementwise product of two or more inputs of one shape.
[[nodiscard]] std::shared_ptr<const Op> multiplyOp();

/// y = a - b, both of one shape.
[[nodiscard]] std::shared_ptr<const Op> subtractOp();

/// y = A B for each sample and each place of the leading axes, as torch.matmul has it: A (..., n, k), B (..., k, m),
/// y (..., n, m). A transposed operand is read the other way round: A (..., k, n), B (..., m, k).
[[nodiscard]] std::shared_ptr<const Op> matrixProductOp(bool transpose_a, bool transpose_b);

/// Every step-th place of a per-sample axis.
struct SliceRange {
    std::size_t axis = 0;
    std::int64_t start = 0; ///< the first place
    std::int64_t count = 1; ///< how many places are taken
    std::int64_t step = 1;  ///< from one to the next, at least 1
    bool drop_axis = false; ///< the axis is gone from the output; then one place is taken
};
[[nodiscard]] std::shared_ptr<const Op> sliceOp(SliceRange range);

enum class Reduction { Sum, Mean };
/// The sum or the mean over a per-sample axis, which is gone afterwards, or over all of them, to a scalar a sample.
[[nodiscard]] std::shared_ptr<const Op> reduceOp(Reduction reduction, std::optional<std::size_t> axis);

} // namespace ligature
