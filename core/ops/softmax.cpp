// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class SoftmaxKernel final : public Kernel<T> {
public:
    explicit SoftmaxKernel(Binding<T> binding) : m_x(binding.inputs[0]), m_y(binding.output), m_extent(lastExtent(m_x))
    {
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index rows = liveElements(m_x, context) / m_extent;
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> x(m_x.data + row * m_extent, m_extent);
            RowMap<T> y(m_y.data + row * m_extent, m_extent);
            y = (x - x.maxCoeff()).exp();
            y /= y.sum();
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        const Eigen::Index rows = liveElements(m_x, context) / m_extent;
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> y(m_y.data + row * m_extent, m_extent);
            const RowMap<T> g(m_y.gradient + row * m_extent, m_extent);
            RowMap<T> to(m_x.gradient + row * m_extent, m_extent);
            const T dot = (g * y).sum();
            if (m_x.accumulate)
                to += y * (g - dot);
            else
                to = y * (g - dot);
        }
    }

private:
    Operand<T> m_x;
    Operand<T> m_y;
    Eigen::Index m_extent;
};

class SoftmaxOp final : public TypedOp<SoftmaxOp> {
public:
    std::string_view name() const override { return "softmax"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<SoftmaxKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> softmaxOp()
{
    return std::make_shared<SoftmaxOp>();
}

} // namespace ligature
