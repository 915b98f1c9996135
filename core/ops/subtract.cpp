// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/arithmetic.h"
#include "core/ops/maps.h"

namespace ligature {

namespace {

template <typename T>
class SubtractKernel final : public Kernel<T> {
public:
    explicit SubtractKernel(Binding<T> binding) : m_a(binding.inputs[0]), m_b(binding.inputs[1]), m_y(binding.output) {}

    void forward(const StepContext& context) override
    {
        dataOf(m_y, context) = dataOf(m_a, context) - dataOf(m_b, context);
    }

    void backward(const StepContext& context) override
    {
        if (m_a.gradient != nullptr)
            putGradient(m_a, context, gradientOf(m_y, context));
        if (m_b.gradient != nullptr)
            putGradient(m_b, context, -gradientOf(m_y, context));
    }

private:
    Operand<T> m_a;
    Operand<T> m_b;
    Operand<T> m_y;
};

class SubtractOp final : public TypedOp<SubtractOp> {
public:
    std::string_view name() const override { return "subtract"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<SubtractKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> subtractOp()
{
    return std::make_shared<SubtractOp>();
}

} // namespace ligature
