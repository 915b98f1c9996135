// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"
#include "core/tensor/random_stream.h"

namespace ligature {

namespace {

template <typename T>
class DropoutKernel final : public Kernel<T> {
public:
    DropoutKernel(Binding<T> binding, double probability)
        : m_x(binding.inputs[0]), m_y(binding.output),
          m_mask(static_cast<std::size_t>(m_x.elements() * binding.max_batch)), m_probability(probability),
          m_seed(binding.seed), m_layer(binding.layer), m_part(binding.part)
    {
    }

    void forward(const StepContext& context) override
    {
        if (!context.training) {
            dataOf(m_y, context) = dataOf(m_x, context);
            return;
        }
        RandomStream random = m_part == 0 ? RandomStream(m_seed, "dropout", {m_layer, context.step})
                                          : RandomStream(m_seed, "dropout", {m_layer, context.step, m_part});
        const T kept = static_cast<T>(1.0 / (1.0 - m_probability));
        const Eigen::Index count = liveElements(m_x, context);
        for (Eigen::Index i = 0; i < count; ++i)
            m_mask[static_cast<std::size_t>(i)] = random.uniform() < m_probability ? T(0) : kept;
        dataOf(m_y, context) = dataOf(m_x, context) * ArrayMap<T>(m_mask.data(), count);
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        if (context.training)
            putGradient(m_x, context,
                        gradientOf(m_y, context) * ArrayMap<T>(m_mask.data(), liveElements(m_x, context)));
        else
            putGradient(m_x, context, gradientOf(m_y, context));
    }

private:
    Operand<T> m_x;
    Operand<T> m_y;
    AlignedArray<T> m_mask;
    double m_probability;
    std::uint64_t m_seed;
    std::uint64_t m_layer;
    std::uint64_t m_part;
};

class DropoutOp final : public TypedOp<DropoutOp> {
public:
    explicit DropoutOp(double probability) : m_probability(probability) {}
    std::string_view name() const override { return "dropout"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        return Shape{max_batch, inputs[0].shape.elementCount()}.elementCount();
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<DropoutKernel<T>>(std::move(binding), m_probability);
    }

private:
    double m_probability;
};

} // namespace

std::shared_ptr<const Op> dropoutOp(double probability)
{
    return std::make_shared<DropoutOp>(probability);
}

} // namespace ligature
