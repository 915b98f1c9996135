// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/optimization/optimizer.h"

namespace ligature {

/// How the elements of matrices of one shape lie in memory.
struct MatrixOrder {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t row_stride = 0;    ///< elements from one row to the next; this or the other one is 1
    std::size_t column_stride = 0; ///< the same of columns

    [[nodiscard]] std::size_t at(std::size_t row, std::size_t column) const
    {
        return row * row_stride + column * column_stride;
    }
    [[nodiscard]] std::size_t size() const { return rows * columns; }
    [[nodiscard]] MatrixOrder transposed() const { return {columns, rows, column_stride, row_stride}; }
};

/// The last two axes of a parameter that has two or more.
template <typename T>
[[nodiscard]] MatrixOrder orderOf(const ParameterState<T>& parameter)
{
    const std::size_t rank = parameter.shape.rank();
    const auto rows = static_cast<std::size_t>(parameter.shape[rank - 2]);
    const auto columns = static_cast<std::size_t>(parameter.shape[rank - 1]);
    return parameter.stored_transposed ? MatrixOrder{rows, columns, 1, rows} : MatrixOrder{rows, columns, columns, 1};
}

/// Calls `take(row, sum)` for one row after the other with the sum of `element(row, column, place in memory)` over its
/// columns. Goes through the memory in its order, and adds in the order of the columns either way: the bits are those
/// of the matrix, however it is stored.
template <typename Element, typename Take>
void sumRows(const MatrixOrder& order, Element element, Take take)
{
    if (order.column_stride == 1) {
        for (std::size_t row = 0; row < order.rows; ++row) {
            double sum = 0;
            for (std::size_t column = 0; column < order.columns; ++column)
                sum += element(row, column, order.at(row, column));
            take(row, sum);
        }
        return;
    }
    constexpr std::size_t block = 64;
    std::array<double, block> sums{};
    for (std::size_t from = 0; from < order.rows; from += block) {
        const std::size_t count = std::min(block, order.rows - from);
        sums.fill(0);
        for (std::size_t column = 0; column < order.columns; ++column) {
            for (std::size_t i = 0; i < count; ++i)
                sums[i] += element(from + i, column, order.at(from + i, column));
        }
        for (std::size_t i = 0; i < count; ++i)
            take(from + i, sums[i]);
    }
}

} // namespace ligature
