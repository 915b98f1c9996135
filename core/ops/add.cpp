// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class AddKernel final : public Kernel<T> {
public:
    explicit AddKernel(Binding<T> binding) : m_inputs(std::move(binding.inputs)), m_y(binding.output) {}

    void forward(const StepContext& context) override
    {
        auto y = dataOf(m_y, context);
        y = dataOf(m_inputs[0], context) + dataOf(m_inputs[1], context);
        for (std::size_t i = 2; i < m_inputs.size(); ++i)
            y += dataOf(m_inputs[i], context);
    }

    void backward(const StepContext& context) override
    {
        for (const Operand<T>& input : m_inputs) {
            if (input.gradient != nullptr)
                putGradient(input, context, gradientOf(m_y, context));
        }
    }

private:
    std::vector<Operand<T>> m_inputs;
    Operand<T> m_y;
};

class AddOp final : public TypedOp<AddOp> {
public:
    std::string_view name() const override { return "add"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<AddKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> addOp()
{
    return std::make_shared<AddOp>();
}

} // namespace ligature
