// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class MeanSquaredErrorKernel final : public Kernel<T> {
public:
    explicit MeanSquaredErrorKernel(Binding<T> binding)
        : m_p(binding.inputs[0]), m_t(binding.inputs[1]), m_loss(binding.output)
    {
    }

    void forward(const StepContext& context) override
    {
        const auto difference = dataOf(m_p, context) - dataOf(m_t, context);
        m_loss.data[0] = difference.square().sum() / static_cast<T>(liveElements(m_p, context));
    }

    void backward(const StepContext& context) override
    {
        const T factor = T(2) * m_loss.gradient[0] / static_cast<T>(liveElements(m_p, context));
        if (m_p.gradient != nullptr)
            putGradient(m_p, context, factor * (dataOf(m_p, context) - dataOf(m_t, context)));
        if (m_t.gradient != nullptr)
            putGradient(m_t, context, factor * (dataOf(m_t, context) - dataOf(m_p, context)));
    }

    double metric(const StepContext& context) const override
    {
        return static_cast<double>((dataOf(m_p, context) - dataOf(m_t, context)).abs().mean());
    }

private:
    Operand<T> m_p;
    Operand<T> m_t;
    Operand<T> m_loss;
};

class MeanSquaredErrorOp final : public TypedOp<MeanSquaredErrorOp> {
public:
    std::string_view name() const override { return "mean_squared_error"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {Shape{}, false}; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<MeanSquaredErrorKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> meanSquaredErrorOp()
{
    return std::make_shared<MeanSquaredErrorOp>();
}

} // namespace ligature
