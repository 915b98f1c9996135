// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace ligature {

/// Memory for orthogonalize(), in elements: the matrix first, `columns` elements a row, then what its products need.
[[nodiscard]] std::int64_t orthogonalizeScratch(std::int64_t rows, std::int64_t columns);

/// A matrix near U V^T, where U S V^T is the given one: `steps` of the quintic Newton-Schulz iteration
/// X <- a X + (b A + c A^2) X with A = X X^T and (a, b, c) = (3.4445, -4.775, 2.0315) from X / |X|, of Jordan et al.
/// 2024 (Muon), as torch.optim.Muon has it, in T instead of in bfloat16. The matrix is at the scratch memory's
/// beginning, before and after; rows <= columns. Allocates nothing.
/// @param eps the least norm that it is divided by
template <typename T>
void orthogonalize(std::int64_t rows, std::int64_t columns, std::int64_t steps, double eps, std::span<T> scratch);

} // namespace ligature
