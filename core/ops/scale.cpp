// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class ScaleKernel final : public Kernel<T> {
public:
    explicit ScaleKernel(Binding<T> binding)
        : m_x(binding.inputs[0]), m_s(binding.inputs[1]), m_y(binding.output), m_width(m_s.elements())
    {
    }

    void forward(const StepContext& context) override
    {
        if (m_width == 1) {
            dataOf(m_y, context) = dataOf(m_x, context) * m_s.data[0];
            return;
        }
        const RowMap<T> s(m_s.data, m_width);
        const Eigen::Index rows = liveElements(m_x, context) / m_width;
        for (Eigen::Index row = 0; row < rows; ++row)
            RowMap<T>(m_y.data + row * m_width, m_width) = RowMap<T>(m_x.data + row * m_width, m_width) * s;
    }

    void backward(const StepContext& context) override
    {
        if (m_s.gradient != nullptr)
            toScale(context);
        if (m_x.gradient != nullptr)
            toInput(context);
    }

private:
    void toScale(const StepContext& context)
    {
        RowMap<T> sum(m_s.gradient, m_width);
        if (!m_s.accumulate)
            sum.setZero();
        if (m_width == 1) {
            sum(0) += (dataOf(m_x, context) * gradientOf(m_y, context)).sum();
            return;
        }
        const Eigen::Index rows = liveElements(m_x, context) / m_width;
        for (Eigen::Index row = 0; row < rows; ++row)
            sum += RowMap<T>(m_x.data + row * m_width, m_width) * RowMap<T>(m_y.gradient + row * m_width, m_width);
    }

    void toInput(const StepContext& context)
    {
        if (m_width == 1) {
            putGradient(m_x, context, gradientOf(m_y, context) * m_s.data[0]);
            return;
        }
        const RowMap<T> s(m_s.data, m_width);
        const Eigen::Index rows = liveElements(m_x, context) / m_width;
        for (Eigen::Index row = 0; row < rows; ++row) {
            RowMap<T> to(m_x.gradient + row * m_width, m_width);
            const RowMap<T> g(m_y.gradient + row * m_width, m_width);
            if (m_x.accumulate)
                to += g * s;
            else
                to = g * s;
        }
    }

    Operand<T> m_x;
    Operand<T> m_s;
    Operand<T> m_y;
    Eigen::Index m_width;
};

class ScaleOp final : public TypedOp<ScaleOp> {
public:
    std::string_view name() const override { return "scale"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ScaleKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> scaleOp()
{
    return std::make_shared<ScaleOp>();
}

} // namespace ligature
