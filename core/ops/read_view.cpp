// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class ReadViewKernel final : public Kernel<T> {
public:
    ReadViewKernel(Binding<T> binding, std::shared_ptr<const LinearRead> read, double gradient_factor)
        : m_w(binding.inputs[0]), m_y(binding.output), m_read(std::move(read)),
          m_gradient_factor(static_cast<T>(gradient_factor))
    {
    }

    void forward(const StepContext&) override
    {
        for (std::size_t i = 0; i < m_read->index.size(); ++i)
            m_y.data[i] = coefficient(i) * m_w.data[m_read->index[i]];
    }

    void backward(const StepContext&) override
    {
        if (m_w.gradient == nullptr)
            return;
        if (!m_w.accumulate)
            ArrayMap<T>(m_w.gradient, m_w.elements()).setZero();
        for (std::size_t i = 0; i < m_read->index.size(); ++i)
            m_w.gradient[m_read->index[i]] += m_gradient_factor * coefficient(i) * m_y.gradient[i];
    }

private:
    T coefficient(std::size_t i) const
    {
        return m_read->coefficient.empty() ? T(1) : static_cast<T>(m_read->coefficient[i]);
    }

    Operand<T> m_w;
    Operand<T> m_y;
    std::shared_ptr<const LinearRead> m_read;
    T m_gradient_factor;
};

class ReadViewOp final : public TypedOp<ReadViewOp> {
public:
    ReadViewOp(LinearRead read, Shape shape, double gradient_factor)
        : m_read(std::make_shared<LinearRead>(std::move(read))), m_shape(std::move(shape)),
          m_gradient_factor(gradient_factor)
    {
    }
    std::string_view name() const override { return "read_view"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {m_shape, false}; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ReadViewKernel<T>>(std::move(binding), m_read, m_gradient_factor);
    }

private:
    std::shared_ptr<const LinearRead> m_read;
    Shape m_shape;
    double m_gradient_factor;
};

} // namespace

std::shared_ptr<const Op> readViewOp(LinearRead read, Shape shape, double gradient_factor)
{
    return std::make_shared<ReadViewOp>(std::move(read), std::move(shape), gradient_factor);
}

} // namespace ligature
