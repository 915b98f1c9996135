// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/tensor/aligned_array.h"

namespace ligature {

/// Memory into which products pack their operands, shared by all products of a program: they run one after the other,
/// and a buffer that stays in the cache is faster than one each.
template <typename T>
class ProductWorkspace {
public:
    void reserve(std::size_t left, std::size_t right);
    [[nodiscard]] T* left() { return m_left.data(); }
    [[nodiscard]] T* right() { return m_right.data(); }

private:
    AlignedArray<T> m_left;
    AlignedArray<T> m_right;
};

/// A row-major matrix in memory, possibly read as its transpose.
template <typename T>
struct MatrixRead {
    const T* data = nullptr;
    std::int64_t stride = 0; ///< elements from one row in memory to the next
    bool transposed = false;
};

/// C += A B by Eigen's matrix kernels, with all memory planned beforehand: Eigen's own operator allocates its packing
/// buffers in every product that is larger than its stack limit. A (rows, depth), B (depth, columns), C (rows,
/// columns), row-major.
template <typename T>
class Product {
public:
    /// Plans for products of at most these sizes.
    Product(std::int64_t rows, std::int64_t columns, std::int64_t depth,
            std::shared_ptr<ProductWorkspace<T>> workspace);

    /// `rows` and `depth` may be smaller than planned. C has `columns` elements a row.
    void add(std::int64_t rows, std::int64_t depth, const MatrixRead<T>& a, const MatrixRead<T>& b, T* c) const
    {
        add(rows, depth, a, b, c, m_columns);
    }
    /// @param c_stride elements from one row of C in memory to the next, where C is a part of a wider matrix
    void add(std::int64_t rows, std::int64_t depth, const MatrixRead<T>& a, const MatrixRead<T>& b, T* c,
             std::int64_t c_stride) const;

private:
    std::int64_t m_columns;
    std::int64_t m_depth_block;
    std::int64_t m_row_block;
    std::int64_t m_column_block;
    std::shared_ptr<ProductWorkspace<T>> m_workspace;
};

} // namespace ligature
