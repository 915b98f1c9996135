// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/arithmetic.h"
#include "core/ops/maps.h"

namespace ligature {

namespace {

template <typename T>
class SliceKernel final : public Kernel<T> {
public:
    SliceKernel(Binding<T> binding, const SliceRange& range)
        : m_x(binding.inputs[0]), m_y(binding.output), m_range(range)
    {
        const Shape& shape = m_x.spec.shape;
        for (std::size_t axis = 0; axis < range.axis; ++axis)
            m_blocks_per_sample *= shape[axis];
        for (std::size_t axis = range.axis + 1; axis < shape.rank(); ++axis)
            m_inner *= shape[axis];
        m_block = shape[range.axis] * m_inner;
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index blocks = context.batch * m_blocks_per_sample;
        for (Eigen::Index block = 0; block < blocks; ++block)
            given(m_y.data, block) = taken(m_x.data, block);
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        if (!m_x.accumulate)
            gradientOf(m_x, context).setZero();
        const Eigen::Index blocks = context.batch * m_blocks_per_sample;
        for (Eigen::Index block = 0; block < blocks; ++block)
            taken(m_x.gradient, block) += given(m_y.gradient, block);
    }

private:
    using Rows = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    using StridedRows = Eigen::Map<Rows, Eigen::Unaligned, Eigen::OuterStride<>>;

    /// What is taken of a block of the input: a row of `inner` elements for each place. Places that lie side by side
    /// are one row.
    StridedRows taken(T* input, Eigen::Index block) const
    {
        T* const first = input + block * m_block + m_range.start * m_inner;
        if (m_range.step == 1)
            return StridedRows(first, 1, m_range.count * m_inner, Eigen::OuterStride<>(m_block));
        return StridedRows(first, m_range.count, m_inner, Eigen::OuterStride<>(m_range.step * m_inner));
    }
    /// The same of the output.
    StridedRows given(T* output, Eigen::Index block) const
    {
        T* const first = output + block * m_range.count * m_inner;
        if (m_range.step == 1)
            return StridedRows(first, 1, m_range.count * m_inner, Eigen::OuterStride<>(m_range.count * m_inner));
        return StridedRows(first, m_range.count, m_inner, Eigen::OuterStride<>(m_inner));
    }

    Operand<T> m_x;
    Operand<T> m_y;
    SliceRange m_range;
    Eigen::Index m_blocks_per_sample = 1;
    Eigen::Index m_inner = 1;
    Eigen::Index m_block = 1;
};

class SliceOp final : public TypedOp<SliceOp> {
public:
    explicit SliceOp(SliceRange range) : m_range(range) {}
    std::string_view name() const override { return "slice"; }
    bool keepsValues() const override { return true; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        std::vector<std::int64_t> extents = inputs[0].shape.extents();
        const auto axis = extents.begin() + static_cast<std::ptrdiff_t>(m_range.axis);
        if (m_range.drop_axis)
            extents.erase(axis);
        else
            *axis = m_range.count;
        return {Shape(std::move(extents)), true};
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<SliceKernel<T>>(std::move(binding), m_range);
    }

private:
    SliceRange m_range;
};

} // namespace

std::shared_ptr<const Op> sliceOp(SliceRange range)
{
    return std::make_shared<SliceOp>(range);
}

} // namespace ligature
