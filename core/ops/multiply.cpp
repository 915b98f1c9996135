// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/arithmetic.h"
#include "core/ops/maps.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class MultiplyKernel final : public Kernel<T> {
public:
    explicit MultiplyKernel(Binding<T> binding)
        : m_inputs(std::move(binding.inputs)), m_y(binding.output),
          m_scratch(m_inputs.size() > 2 ? static_cast<std::size_t>(m_y.elements() * binding.max_batch) : 0)
    {
    }

    void forward(const StepContext& context) override
    {
        auto y = dataOf(m_y, context);
        y = dataOf(m_inputs[0], context) * dataOf(m_inputs[1], context);
        for (std::size_t i = 2; i < m_inputs.size(); ++i)
            y *= dataOf(m_inputs[i], context);
    }

    void backward(const StepContext& context) override
    {
        for (std::size_t i = 0; i < m_inputs.size(); ++i) {
            if (m_inputs[i].gradient == nullptr)
                continue;
            if (m_inputs.size() == 2)
                putGradient(m_inputs[i], context, gradientOf(m_y, context) * dataOf(m_inputs[1 - i], context));
            else
                putProductOfOthers(i, context);
        }
    }

private:
    /// Not the output divided by the input, which may be 0.
    void putProductOfOthers(std::size_t input, const StepContext& context)
    {
        ArrayMap<T> product(m_scratch.data(), liveElements(m_y, context));
        product = gradientOf(m_y, context);
        for (std::size_t other = 0; other < m_inputs.size(); ++other) {
            if (other != input)
                product *= dataOf(m_inputs[other], context);
        }
        putGradient(m_inputs[input], context, product);
    }

    std::vector<Operand<T>> m_inputs;
    Operand<T> m_y;
    AlignedArray<T> m_scratch;
};

class MultiplyOp final : public TypedOp<MultiplyOp> {
public:
    std::string_view name() const override { return "multiply"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        return inputs.size() > 2 ? Shape{max_batch, inputs[0].shape.elementCount()}.elementCount() : 0;
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<MultiplyKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> multiplyOp()
{
    return std::make_shared<MultiplyOp>();
}

} // namespace ligature
