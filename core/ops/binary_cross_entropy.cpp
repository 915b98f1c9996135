// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class BinaryCrossEntropyKernel final : public Kernel<T> {
public:
    explicit BinaryCrossEntropyKernel(Binding<T> binding)
        : m_z(binding.inputs[0]), m_t(binding.inputs[1]), m_loss(binding.output)
    {
    }

    void forward(const StepContext& context) override
    {
        const auto z = dataOf(m_z, context);
        const auto t = dataOf(m_t, context);
        // No exponential of a positive number, so nothing overflows.
        m_loss.data[0] =
            (z.max(T(0)) - z * t + (-z.abs()).exp().log1p()).sum() / static_cast<T>(liveElements(m_z, context));
    }

    void backward(const StepContext& context) override
    {
        const auto z = dataOf(m_z, context);
        const auto t = dataOf(m_t, context);
        const T factor = m_loss.gradient[0] / static_cast<T>(liveElements(m_z, context));
        if (m_z.gradient != nullptr)
            putGradient(m_z, context, factor * (z.logistic() - t));
        if (m_t.gradient != nullptr)
            putGradient(m_t, context, -factor * z);
    }

    double metric(const StepContext& context) const override
    {
        const auto right = (dataOf(m_z, context) > T(0)) == (dataOf(m_t, context) > T(0.5));
        return static_cast<double>(right.count()) / static_cast<double>(liveElements(m_z, context));
    }

private:
    Operand<T> m_z;
    Operand<T> m_t;
    Operand<T> m_loss;
};

class BinaryCrossEntropyOp final : public TypedOp<BinaryCrossEntropyOp> {
public:
    std::string_view name() const override { return "binary_cross_entropy"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {Shape{}, false}; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<BinaryCrossEntropyKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> binaryCrossEntropyOp()
{
    return std::make_shared<BinaryCrossEntropyOp>();
}

} // namespace ligature
