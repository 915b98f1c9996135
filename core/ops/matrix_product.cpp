// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/arithmetic.h"
#include "core/ops/maps.h"
#include "core/ops/product.h"

namespace ligature {

namespace {

/// One operand in memory, and its products.
template <typename T>
struct Factor {
    Operand<T> operand;
    bool transposed = false;
    std::int64_t rows = 0; ///< in memory
    std::int64_t columns = 0;

    Factor(Operand<T> of, bool read_transposed) : operand(std::move(of)), transposed(read_transposed)
    {
        const Shape& shape = operand.spec.shape;
        rows = shape[shape.rank() - 2];
        columns = shape[shape.rank() - 1];
    }
    /// The matrix at a place, as the product reads it, or the other way round.
    MatrixRead<T> read(std::int64_t place, bool other_way = false) const
    {
        return {operand.data + place * rows * columns, columns, transposed != other_way};
    }
};

template <typename T>
class MatrixProductKernel final : public Kernel<T> {
public:
    MatrixProductKernel(const Binding<T>& binding, bool transpose_a, bool transpose_b)
        : m_a(binding.inputs[0], transpose_a), m_b(binding.inputs[1], transpose_b), m_y(binding.output, false),
          m_depth(transpose_a ? m_a.rows : m_a.columns),
          m_places_per_sample(m_y.operand.elements() / std::max<std::int64_t>(1, m_y.rows * m_y.columns)),
          m_forward(m_y.rows, m_y.columns, m_depth, binding.workspace),
          m_to_a(m_a.rows, m_a.columns, m_y.columns, binding.workspace),
          m_to_b(m_b.rows, m_b.columns, m_y.rows, binding.workspace)
    {
    }

    void forward(const StepContext& context) override
    {
        dataOf(m_y.operand, context).setZero();
        for (std::int64_t place = 0; place < context.batch * m_places_per_sample; ++place)
            m_forward.add(m_y.rows, m_depth, m_a.read(place), m_b.read(place),
                          m_y.operand.data + place * m_y.rows * m_y.columns);
    }

    void backward(const StepContext& context) override
    {
        startGradient(m_a.operand, context);
        startGradient(m_b.operand, context);
        for (std::int64_t place = 0; place < context.batch * m_places_per_sample; ++place) {
            if (m_a.operand.gradient != nullptr)
                addToA(place);
            if (m_b.operand.gradient != nullptr)
                addToB(place);
        }
    }

private:
    static void startGradient(const Operand<T>& operand, const StepContext& context)
    {
        if (operand.gradient != nullptr && !operand.accumulate)
            gradientOf(operand, context).setZero();
    }

    MatrixRead<T> gradient(std::int64_t place, bool transposed) const
    {
        return {m_y.operand.gradient + place * m_y.rows * m_y.columns, m_y.columns, transposed};
    }

    /// G B^T, or its transpose B G^T in the order of A's memory.
    void addToA(std::int64_t place)
    {
        T* const to = m_a.operand.gradient + place * m_a.rows * m_a.columns;
        if (m_a.transposed)
            m_to_a.add(m_a.rows, m_y.columns, m_b.read(place), gradient(place, true), to);
        else
            m_to_a.add(m_a.rows, m_y.columns, gradient(place, false), m_b.read(place, true), to);
    }

    /// A^T G, or its transpose G^T A in the order of B's memory.
    void addToB(std::int64_t place)
    {
        T* const to = m_b.operand.gradient + place * m_b.rows * m_b.columns;
        if (m_b.transposed)
            m_to_b.add(m_b.rows, m_y.rows, gradient(place, true), m_a.read(place), to);
        else
            m_to_b.add(m_b.rows, m_y.rows, m_a.read(place, true), gradient(place, false), to);
    }

    Factor<T> m_a;
    Factor<T> m_b;
    Factor<T> m_y;
    std::int64_t m_depth;
    std::int64_t m_places_per_sample;
    Product<T> m_forward;
    Product<T> m_to_a;
    Product<T> m_to_b;
};

class MatrixProductOp final : public TypedOp<MatrixProductOp> {
public:
    MatrixProductOp(bool transpose_a, bool transpose_b) : m_transpose_a(transpose_a), m_transpose_b(transpose_b) {}
    std::string_view name() const override { return "matrix_product"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        std::vector<std::int64_t> extents = inputs[0].shape.extents();
        const std::vector<std::int64_t>& other = inputs[1].shape.extents();
        const std::size_t last = extents.size() - 1;
        extents[last - 1] = inputs[0].shape[m_transpose_a ? last : last - 1];
        extents[last] = other[m_transpose_b ? last - 1 : last];
        return {Shape(std::move(extents)), true};
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<MatrixProductKernel<T>>(binding, m_transpose_a, m_transpose_b);
    }

private:
    bool m_transpose_a;
    bool m_transpose_b;
};

} // namespace

std::shared_ptr<const Op> matrixProductOp(bool transpose_a, bool transpose_b)
{
    return std::make_shared<MatrixProductOp>(transpose_a, transpose_b);
}

} // namespace ligature
