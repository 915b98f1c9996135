// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/ops/comparison.h"
#include "core/ops/maps.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class KlDivergenceKernel final : public Kernel<T> {
public:
    KlDivergenceKernel(Binding<T> binding, bool from_logits)
        : m_x(binding.inputs[0]), m_t(binding.inputs[1]), m_loss(binding.output), m_width(lastExtent(m_x)),
          m_from_logits(from_logits),
          m_logs(from_logits ? static_cast<std::size_t>(m_x.elements() * binding.max_batch) : 0)
    {
    }

    void forward(const StepContext& context) override
    {
        if (m_from_logits)
            makeLogs(context);
        const auto t = dataOf(m_t, context);
        m_loss.data[0] = (t * (logOf(t) - logProbabilities(context))).sum() / static_cast<T>(context.batch);
    }

    void backward(const StepContext& context) override
    {
        const T factor = m_loss.gradient[0] / static_cast<T>(context.batch);
        const auto t = dataOf(m_t, context);
        if (m_t.gradient != nullptr)
            putGradient(m_t, context, factor * (logOf(t) + T(1) - logProbabilities(context)));
        if (m_x.gradient == nullptr)
            return;
        if (m_from_logits)
            toLogits(context, factor);
        else
            putGradient(m_x, context, -factor * t);
    }

    double metric(const StepContext& context) const override
    {
        const Eigen::Index rows = liveElements(m_x, context) / m_width;
        Eigen::Index right = 0;
        for (Eigen::Index row = 0; row < rows; ++row) {
            Eigen::Index said = 0;
            Eigen::Index true_one = 0;
            RowMap<T>(m_x.data + row * m_width, m_width).maxCoeff(&said);
            RowMap<T>(m_t.data + row * m_width, m_width).maxCoeff(&true_one);
            right += said == true_one ? 1 : 0;
        }
        return static_cast<double>(right) / static_cast<double>(rows);
    }

private:
    /// Finite for t = 0 too, so that 0 log 0 is 0.
    template <typename Target>
    static auto logOf(const Target& t)
    {
        return t.max(std::numeric_limits<T>::min()).log();
    }

    ArrayMap<T> logProbabilities(const StepContext& context)
    {
        return m_from_logits ? ArrayMap<T>(m_logs.data(), liveElements(m_x, context)) : dataOf(m_x, context);
    }

    void makeLogs(const StepContext& context)
    {
        const Eigen::Index rows = liveElements(m_x, context) / m_width;
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> z(m_x.data + row * m_width, m_width);
            const T largest = z.maxCoeff();
            const T total = std::log((z - largest).exp().sum());
            RowMap<T>(m_logs.data() + row * m_width, m_width) = z - (largest + total);
        }
    }

    /// softmax(z) times the sum of the row's t, without t.
    void toLogits(const StepContext& context, T factor)
    {
        const Eigen::Index rows = liveElements(m_x, context) / m_width;
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> logs(m_logs.data() + row * m_width, m_width);
            const RowMap<T> t(m_t.data + row * m_width, m_width);
            RowMap<T> to(m_x.gradient + row * m_width, m_width);
            const T sum = t.sum();
            if (m_x.accumulate)
                to += factor * (sum * logs.exp() - t);
            else
                to = factor * (sum * logs.exp() - t);
        }
    }

    Operand<T> m_x;
    Operand<T> m_t;
    Operand<T> m_loss;
    Eigen::Index m_width;
    bool m_from_logits;
    AlignedArray<T> m_logs; ///< log-probabilities, where the input has logits
};

class KlDivergenceOp final : public TypedOp<KlDivergenceOp> {
public:
    explicit KlDivergenceOp(bool from_logits) : m_from_logits(from_logits) {}
    std::string_view name() const override { return "kl_divergence"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {Shape{}, false}; }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        return m_from_logits ? Shape{max_batch, inputs[0].shape.elementCount()}.elementCount() : 0;
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<KlDivergenceKernel<T>>(std::move(binding), m_from_logits);
    }

private:
    bool m_from_logits;
};

} // namespace

std::shared_ptr<const Op> klDivergenceOp(bool from_logits)
{
    return std::make_shared<KlDivergenceOp>(from_logits);
}

} // namespace ligature
