// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class ScaleGradientKernel final : public Kernel<T> {
public:
    ScaleGradientKernel(Binding<T> binding, double factor)
        : m_x(binding.inputs[0]), m_y(binding.output), m_factor(static_cast<T>(factor))
    {
    }

    void forward(const StepContext&) override {} // The output lies where the input lies.
    void backward(const StepContext& context) override
    {
        if (m_x.gradient != nullptr)
            putGradient(m_x, context, m_factor * gradientOf(m_y, context));
    }

private:
    Operand<T> m_x;
    Operand<T> m_y;
    T m_factor;
};

class ScaleGradientOp final : public TypedOp<ScaleGradientOp> {
public:
    explicit ScaleGradientOp(double factor) : m_factor(factor) {}
    std::string_view name() const override { return "scale_gradient"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    bool readsTransposed(std::size_t) const override { return true; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ScaleGradientKernel<T>>(std::move(binding), m_factor);
    }

private:
    double m_factor;
};

} // namespace

std::shared_ptr<const Op> scaleGradientOp(double factor)
{
    return std::make_shared<ScaleGradientOp>(factor);
}

} // namespace ligature
