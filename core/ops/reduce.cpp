// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/arithmetic.h"
#include "core/ops/maps.h"

namespace ligature {

namespace {

template <typename T>
class ReduceKernel final : public Kernel<T> {
public:
    ReduceKernel(Binding<T> binding, Reduction reduction, std::optional<std::size_t> axis)
        : m_x(binding.inputs[0]), m_y(binding.output), m_extent(m_x.elements())
    {
        if (axis) {
            const Shape& shape = m_x.spec.shape;
            m_extent = shape[*axis];
            for (std::size_t i = 0; i < *axis; ++i)
                m_blocks_per_sample *= shape[i];
            for (std::size_t i = *axis + 1; i < shape.rank(); ++i)
                m_inner *= shape[i];
        }
        if (reduction == Reduction::Mean)
            m_factor = T(1) / static_cast<T>(m_extent);
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index blocks = context.batch * m_blocks_per_sample;
        for (Eigen::Index block = 0; block < blocks; ++block) {
            T* const x = m_x.data + block * m_extent * m_inner;
            if (m_inner == 1) {
                m_y.data[block] = m_factor * RowMap<T>(x, m_extent).sum();
                continue;
            }
            RowMap<T> y(m_y.data + block * m_inner, m_inner);
            y = RowMap<T>(x, m_inner);
            for (Eigen::Index i = 1; i < m_extent; ++i)
                y += RowMap<T>(x + i * m_inner, m_inner);
            y *= m_factor;
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        if (!m_x.accumulate)
            gradientOf(m_x, context).setZero();
        const Eigen::Index blocks = context.batch * m_blocks_per_sample;
        for (Eigen::Index block = 0; block < blocks; ++block) {
            T* const to = m_x.gradient + block * m_extent * m_inner;
            if (m_inner == 1) {
                RowMap<T>(to, m_extent) += m_factor * m_y.gradient[block];
                continue;
            }
            const RowMap<T> g(m_y.gradient + block * m_inner, m_inner);
            for (Eigen::Index i = 0; i < m_extent; ++i)
                RowMap<T>(to + i * m_inner, m_inner) += m_factor * g;
        }
    }

private:
    Operand<T> m_x;
    Operand<T> m_y;
    Eigen::Index m_extent;
    Eigen::Index m_blocks_per_sample = 1;
    Eigen::Index m_inner = 1;
    T m_factor = T(1);
};

class ReduceOp final : public TypedOp<ReduceOp> {
public:
    ReduceOp(Reduction reduction, std::optional<std::size_t> axis) : m_reduction(reduction), m_axis(axis) {}
    std::string_view name() const override { return m_reduction == Reduction::Sum ? "sum" : "mean"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        if (!m_axis)
            return {Shape{}, true};
        std::vector<std::int64_t> extents = inputs[0].shape.extents();
        extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(*m_axis));
        return {Shape(std::move(extents)), true};
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ReduceKernel<T>>(std::move(binding), m_reduction, m_axis);
    }

private:
    Reduction m_reduction;
    std::optional<std::size_t> m_axis;
};

} // namespace

std::shared_ptr<const Op> reduceOp(Reduction reduction, std::optional<std::size_t> axis)
{
    return std::make_shared<ReduceOp>(reduction, axis);
}

} // namespace ligature
