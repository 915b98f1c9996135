// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/tensor/shape.h"

namespace ligature {

/// A read that steps through memory: out[p] = coefficient * memory[offset + sum over axes of p[k] * stride[k]]. Needs
/// no table of indices. Strides may be negative (a flip) or 0 (a broadcast).
struct StridedRead {
    Shape shape; ///< of what is read
    std::vector<std::int64_t> strides;
    std::int64_t offset = 0;
    double coefficient = 1.0;
    bool operator==(const StridedRead&) const = default;
};

/// A parameter's memory as it lies there: its axes in order, or those of a matrix the other way round.
[[nodiscard]] StridedRead memoryOf(const Shape& shape, bool transposed = false);

/// Whether it reads neighbours one after the other, row-major.
[[nodiscard]] bool isContiguous(const StridedRead& read);

/// A read that needs no copy: the kernels find their operand inside the parameter's storage.
struct InPlaceRead {
    std::int64_t offset = 0; ///< a multiple of inPlaceAlignment
    bool transposed = false; ///< a matrix whose memory has the axes the other way round
    bool operator==(const InPlaceRead&) const = default;
};

/// Kernels rely on operands that begin at 64 bytes, and the order in which they add up depends on it. So only what
/// begins at a multiple of this many elements, in float or double, is read in place; all else is copied, and then a
/// twin, whose own copy is aligned, computes the same bits.
inline constexpr std::int64_t inPlaceAlignment = 16;

/// Nothing where it must be copied.
[[nodiscard]] std::optional<InPlaceRead> inPlace(const StridedRead& read);

} // namespace ligature
