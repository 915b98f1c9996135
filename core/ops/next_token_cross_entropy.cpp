// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

/// A vocabulary of 10,000 words makes the logits the largest buffer of a language model, so there is no second one:
/// while training, the exponentials wait in the logits' gradient for the way back.
template <typename T>
class NextTokenCrossEntropyKernel final : public Kernel<T> {
public:
    explicit NextTokenCrossEntropyKernel(Binding<T> binding)
        : m_z(binding.inputs[0]), m_t(binding.inputs[1]), m_loss(binding.output), m_classes(lastExtent(m_z)),
          m_rows_per_sample(m_z.elements() / m_classes),
          m_log_total(static_cast<std::size_t>(m_rows_per_sample * binding.max_batch)), m_total(m_log_total)
    {
    }

    void forward(const StepContext& context) override
    {
        m_kept = context.training && m_z.gradient != nullptr && !m_z.accumulate;
        const Eigen::Index rows = context.batch * m_rows_per_sample;
        double sum = 0;
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> z(m_z.data + row * m_classes, m_classes);
            T& total = m_total[static_cast<std::size_t>(row)];
            T& log_total = m_log_total[static_cast<std::size_t>(row)];
            const T largest = z.maxCoeff();
            if (m_kept) {
                RowMap<T> exponentials(m_z.gradient + row * m_classes, m_classes);
                exponentials = (z - largest).exp();
                total = exponentials.sum();
            } else {
                total = (z - largest).exp().sum();
            }
            log_total = std::log(total) + largest;
            sum += static_cast<double>(log_total - z(target(row)));
        }
        m_loss.data[0] = static_cast<T>(sum / static_cast<double>(rows));
    }

    void backward(const StepContext& context) override
    {
        if (m_z.gradient == nullptr)
            return;
        const Eigen::Index rows = context.batch * m_rows_per_sample;
        const T factor = m_loss.gradient[0] / static_cast<T>(rows);
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> z(m_z.data + row * m_classes, m_classes);
            RowMap<T> to(m_z.gradient + row * m_classes, m_classes);
            const T log_total = m_log_total[static_cast<std::size_t>(row)];
            if (m_kept)
                to *= factor / m_total[static_cast<std::size_t>(row)];
            else if (m_z.accumulate)
                to += factor * (z - log_total).exp();
            else
                to = factor * (z - log_total).exp();
            to(target(row)) -= factor;
        }
        m_kept = false;
    }

    /// The loss itself: its mean over all samples is what the perplexity is the exponential of.
    double metric(const StepContext&) const override { return static_cast<double>(m_loss.data[0]); }
    double shownMetric(double mean) const override { return std::exp(mean); }

private:
    /// The class index; the trainer has seen to it that it is one.
    Eigen::Index target(Eigen::Index row) const { return static_cast<Eigen::Index>(m_t.data[row]); }

    Operand<T> m_z;
    Operand<T> m_t;
    Operand<T> m_loss;
    Eigen::Index m_classes;
    Eigen::Index m_rows_per_sample;
    AlignedArray<T> m_log_total; ///< by row: log Σ exp(z)
    AlignedArray<T> m_total;     ///< by row: Σ exp(z - largest)
    bool m_kept = false;         ///< the logits' gradient holds exp(z - largest)
};

class NextTokenCrossEntropyOp final : public TypedOp<NextTokenCrossEntropyOp> {
public:
    std::string_view name() const override { return "next_token_cross_entropy"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {Shape{}, false}; }
    std::optional<std::int64_t> indexLimit(std::size_t input, std::span<const ValueSpec> inputs) const override
    {
        const Shape& logits = inputs[0].shape;
        return input == 1 ? std::optional(logits[logits.rank() - 1]) : std::nullopt;
    }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        return Shape{2, max_batch, inputs[1].shape.elementCount()}.elementCount();
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<NextTokenCrossEntropyKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> nextTokenCrossEntropyOp()
{
    return std::make_shared<NextTokenCrossEntropyOp>();
}

} // namespace ligature
