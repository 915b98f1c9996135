// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/comparison.h"
#include "core/ops/maps.h"

namespace ligature {

namespace {

template <typename T>
class AbsoluteDifferenceKernel final : public Kernel<T> {
public:
    explicit AbsoluteDifferenceKernel(Binding<T> binding)
        : m_a(binding.inputs[0]), m_b(binding.inputs[1]), m_y(binding.output)
    {
    }

    void forward(const StepContext& context) override
    {
        dataOf(m_y, context) = (dataOf(m_a, context) - dataOf(m_b, context)).abs();
    }

    void backward(const StepContext& context) override
    {
        if (m_a.gradient != nullptr)
            toInput(m_a, m_b, context);
        if (m_b.gradient != nullptr)
            toInput(m_b, m_a, context);
    }

private:
    /// The sign of the difference, 0 where there is none.
    void toInput(const Operand<T>& input, const Operand<T>& other, const StepContext& context)
    {
        const auto x = dataOf(input, context);
        const auto z = dataOf(other, context);
        const auto g = gradientOf(m_y, context);
        putGradient(input, context, (x > z).select(g, (x < z).select(-g, T(0))));
    }

    Operand<T> m_a;
    Operand<T> m_b;
    Operand<T> m_y;
};

class AbsoluteDifferenceOp final : public TypedOp<AbsoluteDifferenceOp> {
public:
    std::string_view name() const override { return "absolute_difference"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<AbsoluteDifferenceKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> absoluteDifferenceOp()
{
    return std::make_shared<AbsoluteDifferenceOp>();
}

} // namespace ligature
