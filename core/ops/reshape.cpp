// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class ReshapeKernel final : public Kernel<T> {
public:
    explicit ReshapeKernel(Binding<T> binding) : m_x(binding.inputs[0]), m_y(binding.output) {}

    void forward(const StepContext& context) override { dataOf(m_y, context) = dataOf(m_x, context); }
    void backward(const StepContext& context) override
    {
        if (m_x.gradient != nullptr)
            putGradient(m_x, context, gradientOf(m_y, context));
    }

private:
    Operand<T> m_x;
    Operand<T> m_y;
};

class ReshapeOp final : public TypedOp<ReshapeOp> {
public:
    explicit ReshapeOp(Shape shape) : m_shape(std::move(shape)) {}
    std::string_view name() const override { return "reshape"; }
    bool keepsValues() const override { return true; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return {m_shape, inputs[0].batched}; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ReshapeKernel<T>>(std::move(binding));
    }

private:
    Shape m_shape;
};

} // namespace

std::shared_ptr<const Op> reshapeOp(Shape shape)
{
    return std::make_shared<ReshapeOp>(std::move(shape));
}

} // namespace ligature
