// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/orthogonalize.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Core>

namespace ligature {

namespace {

using Eigen::Index;

template <typename T>
using RowMajorMatrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Tiles so small that Eigen packs them on the stack: of larger products it allocates memory.
constexpr Index productTile = 96;

std::int64_t alignedToALine(std::int64_t elements)
{
    return (elements + 15) / 16 * 16;
}

/// result += left right, tile by tile. A factor would make Eigen allocate a copy of a small tile.
template <typename T, typename Left, typename Right>
void addProduct(const Left& left, const Right& right, Eigen::Map<RowMajorMatrix<T>>& result)
{
    for (Index row = 0; row < result.rows(); row += productTile) {
        const Index rows = std::min(productTile, result.rows() - row);
        for (Index column = 0; column < result.cols(); column += productTile) {
            const Index columns = std::min(productTile, result.cols() - column);
            auto tile = result.block(row, column, rows, columns);
            for (Index from = 0; from < left.cols(); from += productTile) {
                const Index depth = std::min(productTile, left.cols() - from);
                tile.noalias() += left.block(row, from, rows, depth) * right.block(from, column, depth, columns);
            }
        }
    }
}

} // namespace

std::int64_t orthogonalizeScratch(std::int64_t rows, std::int64_t columns)
{
    // The matrix twice, and A and its polynomial.
    constexpr std::int64_t larger_than_any_memory = std::int64_t{1} << 60;
    std::int64_t one = 0;
    if (__builtin_mul_overflow(rows, columns, &one) || one > larger_than_any_memory / 8)
        return larger_than_any_memory;
    return 2 * (alignedToALine(one) + alignedToALine(rows * rows));
}

template <typename T>
void orthogonalize(std::int64_t rows, std::int64_t columns, std::int64_t steps, double eps, std::span<T> scratch)
{
    using Map = Eigen::Map<RowMajorMatrix<T>>;
    T* const first = scratch.data();
    T* const second = first + alignedToALine(rows * columns);
    T* const square = second + alignedToALine(rows * columns);
    Map x(first, rows, columns);
    Map next(second, rows, columns);
    Map a(square, rows, rows);
    Map polynomial(square + alignedToALine(rows * rows), rows, rows);
    double norm = 0;
    for (std::int64_t i = 0; i < rows * columns; ++i)
        norm += static_cast<double>(first[i]) * static_cast<double>(first[i]);
    x /= static_cast<T>(std::max(std::sqrt(norm), eps));
    for (std::int64_t step = 0; step < steps; ++step) {
        a.setZero();
        addProduct<T>(x, x.transpose(), a);
        polynomial.setZero();
        addProduct<T>(a, a, polynomial);
        polynomial = T(2.0315) * polynomial - T(4.775) * a;
        next = T(3.4445) * x;
        addProduct<T>(polynomial, x, next);
        x = next;
    }
}

template void orthogonalize(std::int64_t, std::int64_t, std::int64_t, double, std::span<float>);
template void orthogonalize(std::int64_t, std::int64_t, std::int64_t, double, std::span<double>);

} // namespace ligature
