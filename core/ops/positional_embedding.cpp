// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

/// sin(t / 10000^(2i / D)) and cos of the same in the columns 2i and 2i + 1 (Vaswani et al. 2017).
template <typename T>
AlignedArray<T> sinusoids(const Shape& shape)
{
    const std::int64_t steps = shape[0];
    const std::int64_t width = shape[1];
    AlignedArray<T> table(static_cast<std::size_t>(steps * width));
    for (std::int64_t step = 0; step < steps; ++step) {
        for (std::int64_t column = 0; column < width; ++column) {
            const auto pair = static_cast<double>(column / 2 * 2);
            const double angle = static_cast<double>(step) / std::pow(10000.0, pair / static_cast<double>(width));
            table[static_cast<std::size_t>(step * width + column)] =
                static_cast<T>(column % 2 == 0 ? std::sin(angle) : std::cos(angle));
        }
    }
    return table;
}

template <typename T>
class PositionalEmbeddingKernel final : public Kernel<T> {
public:
    explicit PositionalEmbeddingKernel(Binding<T> binding)
        : m_x(binding.inputs[0]), m_y(binding.output), m_size(m_x.elements())
    {
        if (binding.inputs.size() > 1)
            m_positions = binding.inputs[1];
        else
            m_table = sinusoids<T>(m_x.spec.shape);
    }

    void forward(const StepContext& context) override
    {
        const RowMap<T> positions(m_table.empty() ? m_positions.data : m_table.data(), m_size);
        for (Eigen::Index sample = 0; sample < context.batch; ++sample)
            RowMap<T>(m_y.data + sample * m_size, m_size) = RowMap<T>(m_x.data + sample * m_size, m_size) + positions;
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient != nullptr)
            putGradient(m_x, context, gradientOf(m_y, context));
        if (m_positions.gradient == nullptr)
            return;
        RowMap<T> sum(m_positions.gradient, m_size);
        if (!m_positions.accumulate)
            sum.setZero();
        for (Eigen::Index sample = 0; sample < context.batch; ++sample)
            sum += RowMap<T>(m_y.gradient + sample * m_size, m_size);
    }

private:
    Operand<T> m_x;
    Operand<T> m_positions;
    Operand<T> m_y;
    Eigen::Index m_size;
    AlignedArray<T> m_table;
};

class PositionalEmbeddingOp final : public TypedOp<PositionalEmbeddingOp> {
public:
    std::string_view name() const override { return "positional_embedding"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t /*max_batch*/) const override
    {
        return inputs.size() > 1 ? 0 : inputs[0].shape.elementCount();
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<PositionalEmbeddingKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> positionalEmbeddingOp()
{
    return std::make_shared<PositionalEmbeddingOp>();
}

} // namespace ligature
