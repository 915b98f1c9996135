// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/comparison.h"
#include "core/ops/maps.h"

namespace ligature {

namespace {

template <typename T>
class HuberKernel final : public Kernel<T> {
public:
    HuberKernel(Binding<T> binding, double delta)
        : m_p(binding.inputs[0]), m_t(binding.inputs[1]), m_loss(binding.output), m_delta(static_cast<T>(delta))
    {
    }

    void forward(const StepContext& context) override
    {
        // With c the difference cut to [-delta, delta], both cases are c (z - c / 2).
        const auto z = dataOf(m_p, context) - dataOf(m_t, context);
        const auto cut = z.max(-m_delta).min(m_delta);
        m_loss.data[0] = (cut * (z - T(0.5) * cut)).sum() / static_cast<T>(liveElements(m_p, context));
    }

    void backward(const StepContext& context) override
    {
        if (m_p.gradient != nullptr)
            toInput(m_p, m_t, context);
        if (m_t.gradient != nullptr)
            toInput(m_t, m_p, context);
    }

    double metric(const StepContext& context) const override
    {
        return static_cast<double>((dataOf(m_p, context) - dataOf(m_t, context)).abs().mean());
    }

private:
    void toInput(const Operand<T>& input, const Operand<T>& other, const StepContext& context)
    {
        const T factor = m_loss.gradient[0] / static_cast<T>(liveElements(m_p, context));
        putGradient(input, context,
                    factor * (dataOf(input, context) - dataOf(other, context)).max(-m_delta).min(m_delta));
    }

    Operand<T> m_p;
    Operand<T> m_t;
    Operand<T> m_loss;
    T m_delta;
};

class HuberOp final : public TypedOp<HuberOp> {
public:
    explicit HuberOp(double delta) : m_delta(delta) {}
    std::string_view name() const override { return "huber"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {Shape{}, false}; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<HuberKernel<T>>(std::move(binding), m_delta);
    }

private:
    double m_delta;
};

} // namespace

std::shared_ptr<const Op> huberOp(double delta)
{
    return std::make_shared<HuberOp>(delta);
}

} // namespace ligature
