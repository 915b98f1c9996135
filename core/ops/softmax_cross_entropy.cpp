// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class SoftmaxCrossEntropyKernel final : public Kernel<T> {
public:
    SoftmaxCrossEntropyKernel(Binding<T> binding, double label_smoothing)
        : m_z(binding.inputs[0]), m_t(binding.inputs[1]), m_loss(binding.output), m_classes(lastExtent(m_z)),
          m_smoothing(static_cast<T>(label_smoothing)),
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
            const T known = z(target(row));
            sum += std::log(total) + largest - known;
            if (m_smoothing != T(0))
                sum += m_smoothing * (known - z.mean());
        }
        m_loss.data[0] = sum / static_cast<T>(context.batch);
    }

    void backward(const StepContext& context) override
    {
        if (m_z.gradient == nullptr)
            return;
        const T factor = m_loss.gradient[0] / static_cast<T>(context.batch);
        putGradient(m_z, context, factor * ArrayMap<T>(m_probabilities.data(), context.batch * m_classes));
        const T of_target = (T(1) - m_smoothing) * factor;
        for (Eigen::Index row = 0; row < context.batch; ++row)
            m_z.gradient[row * m_classes + target(row)] -= of_target;
        if (m_smoothing != T(0)) {
            const T of_each = m_smoothing * factor / static_cast<T>(m_classes);
            std::for_each_n(m_z.gradient, context.batch * m_classes, [of_each](T& gradient) { gradient -= of_each; });
        }
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
    T m_smoothing; ///< the share of a target that is spread over all classes alike
    AlignedArray<T> m_probabilities;
};

class SoftmaxCrossEntropyOp final : public TypedOp<SoftmaxCrossEntropyOp> {
public:
    explicit SoftmaxCrossEntropyOp(double label_smoothing) : m_label_smoothing(label_smoothing) {}

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
        return std::make_unique<SoftmaxCrossEntropyKernel<T>>(std::move(binding), m_label_smoothing);
    }

private:
    double m_label_smoothing;
};

} // namespace

std::shared_ptr<const Op> softmaxCrossEntropyOp(double label_smoothing)
{
    return std::make_shared<SoftmaxCrossEntropyOp>(label_smoothing);
}

} // namespace ligature
