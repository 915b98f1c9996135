// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/product.h"

#include <Eigen/Core>

namespace ligature {

namespace {

using Eigen::ColMajor;
using Eigen::Index;
using Eigen::RowMajor;

/// Eigen's blocking of a product, over memory that is already there.
template <typename T>
class Blocking : public Eigen::internal::level3_blocking<T, T> {
public:
    Blocking(ProductWorkspace<T>& workspace, Index rows, Index columns, Index depth)
    {
        this->m_blockA = workspace.left();
        this->m_blockB = workspace.right();
        this->m_mc = rows;
        this->m_nc = columns;
        this->m_kc = depth;
    }
};

template <typename T, int LeftOrder, int RightOrder>
void run(Index rows, Index columns, Index depth, const MatrixRead<T>& left, const MatrixRead<T>& right, T* result,
         Index result_stride, Blocking<T>& blocking)
{
    using Kernel =
        Eigen::internal::general_matrix_matrix_product<Index, T, LeftOrder, false, T, RightOrder, false, ColMajor, 1>;
    Kernel::run(rows, columns, depth, left.data, left.stride, right.data, right.stride, result, 1, result_stride, T(1),
                blocking, nullptr);
}

} // namespace

template <typename T>
void ProductWorkspace<T>::reserve(std::size_t left, std::size_t right)
{
    if (left > m_left.size())
        m_left = AlignedArray<T>(left);
    if (right > m_right.size())
        m_right = AlignedArray<T>(right);
}

template <typename T>
Product<T>::Product(std::int64_t rows, std::int64_t columns, std::int64_t depth,
                    std::shared_ptr<ProductWorkspace<T>> workspace)
    : m_columns(columns), m_depth_block(depth), m_row_block(columns), m_column_block(rows),
      m_workspace(std::move(workspace))
{
    // Eigen computes column-major results, so a row-major C is computed as its transpose: C^T = B^T A^T.
    Index depth_block = depth;
    Index row_block = columns;
    Index column_block = rows;
    Eigen::internal::computeProductBlockingSizes<T, T>(depth_block, row_block, column_block, Index(1));
    m_depth_block = depth_block;
    m_row_block = row_block;
    m_column_block = column_block;
    m_workspace->reserve(static_cast<std::size_t>(m_row_block * m_depth_block),
                         static_cast<std::size_t>(m_depth_block * m_column_block));
}

template <typename T>
void Product<T>::add(std::int64_t rows, std::int64_t depth, const MatrixRead<T>& a, const MatrixRead<T>& b, T* c,
                     std::int64_t c_stride) const
{
    Blocking<T> blocking(*m_workspace, m_row_block, m_column_block, std::min<Index>(m_depth_block, depth));
    if (b.transposed) {
        if (a.transposed)
            run<T, RowMajor, RowMajor>(m_columns, rows, depth, b, a, c, c_stride, blocking);
        else
            run<T, RowMajor, ColMajor>(m_columns, rows, depth, b, a, c, c_stride, blocking);
    } else {
        if (a.transposed)
            run<T, ColMajor, RowMajor>(m_columns, rows, depth, b, a, c, c_stride, blocking);
        else
            run<T, ColMajor, ColMajor>(m_columns, rows, depth, b, a, c, c_stride, blocking);
    }
}

template class ProductWorkspace<float>;
template class ProductWorkspace<double>;
template class Product<float>;
template class Product<double>;

} // namespace ligature
