// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class SoftmaxCrossEntropyKernel final : public Kernel<T> {
public:
    explicit SoftmaxCrossEntropyKernel(Binding<T> binding)
        : m_z(binding.inputs[0]), m_t(binding.inputs[1]), m_loss(binding.output), m_classes(lastExtent(m_z)),
          m_probabilities(static_cast<std::size_t>(m_classes * binding.max_batch))
    {
    }

    void forward(const StepContext& context) override
    {
        T sum = T(0);
        for (Eigen::Index row = 0; row < context.batch; ++row) {
            const RowMap<T> z(m_z.data + row * m_classes, m_classes);
            RowMap<T> p(m_probabilities.data() + row * m_classes, m_classes);
            const T largest = z.maxCoeff();
            p = (z - largest).exp();
            const T total = p.sum();
            p /= total;
            sum += std::log(total) + largest - z(target(row));
        }
        m_loss.data[0] = sum / static_cast<T>(context.batch);
    }

    void backward(const StepContext& context) override
    {
        if (m_z.gradient == nullptr)
            return;
        const T factor = m_loss.gradient[0] / static_cast<T>(context.batch);
        putGradient(m_z, context, factor * ArrayMap<T>(m_probabilities.data(), context.batch * m_classes));
        for (Eigen::Index row = 0; row < context.batch; ++row)
            m_z.gradient[row * m_classes + target(row)] -= factor;
    }

    double metric(const StepContext& context) const override
    {
        Eigen::Index right = 0;
        for (Eigen::Index row = 0; row < context.batch; ++row) {
            Eigen::Index best = 0;
            RowMap<T>(m_z.data + row * m_classes, m_classes).maxCoeff(&best);
            right += best == target(row) ? 1 : 0;
        }
        return static_cast<double>(right) / static_cast<double>(context.batch);
    }

private:
    /// The class index; the trainer has seen to it that it is one.
    Eigen::Index target(Eigen::Index row) const { return static_cast<Eigen::Index>(m_t.data[row]); }

    Operand<T> m_z;
    Operand<T> m_t;
    Operand<T> m_loss;
    Eigen::Index m_classes;
    AlignedArray<T> m_probabilities;
};

class SoftmaxCrossEntropyOp final : public TypedOp<SoftmaxCrossEntropyOp> {
public:
    std::string_view name() const override { return "softmax_cross_entropy"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {Shape{}, false}; }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        return Shape{max_batch, inputs[0].shape.elementCount()}.elementCount();
    }
    std::optional<std::int64_t> indexLimit(std::size_t input, std::span<const ValueSpec> inputs) const override
    {
        return input == 1 ? std::optional(inputs[0].shape[0]) : std::nullopt;
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<SoftmaxCrossEntropyKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> softmaxCrossEntropyOp()
{
    return std::make_shared<SoftmaxCrossEntropyOp>();
}

} // namespace ligature
