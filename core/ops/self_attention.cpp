// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/ops/product.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class SelfAttentionKernel final : public Kernel<T> {
public:
    SelfAttentionKernel(Binding<T> binding, std::int64_t heads, bool causal)
        : m_x(binding.inputs[0]), m_y(binding.output), m_steps(m_x.spec.shape[0]), m_width(m_y.spec.shape[1]),
          m_heads(heads), m_head_width(m_width / heads), m_causal(causal),
          m_scale(static_cast<T>(1 / std::sqrt(static_cast<double>(m_head_width)))),
          m_weights(static_cast<std::size_t>(binding.max_batch * heads * m_steps * m_steps)),
          m_gradient(static_cast<std::size_t>(m_steps * m_steps)),
          m_to_scores(m_steps, m_steps, m_head_width, binding.workspace),
          m_from_scores(m_steps, m_head_width, m_steps, binding.workspace)
    {
    }

    void forward(const StepContext& context) override
    {
        dataOf(m_y, context).setZero();
        for (Eigen::Index sample = 0; sample < context.batch; ++sample) {
            for (Eigen::Index head = 0; head < m_heads; ++head) {
                T* const weights = weightsAt(sample, head);
                ArrayMap<T>(m_gradient.data(), m_steps * m_steps).setZero();
                m_to_scores.add(m_steps, m_head_width, read(m_x.data, sample, head, Query),
                                read(m_x.data, sample, head, Key, true), m_gradient.data());
                for (Eigen::Index step = 0; step < m_steps; ++step)
                    softmax(ConstRowMap<T>(m_gradient.data() + step * m_steps, seen(step)), weights + step * m_steps);
                m_from_scores.add(m_steps, m_steps, {weights, m_steps, false}, read(m_x.data, sample, head, Value),
                                  outputAt(m_y.data, sample, head), m_width);
            }
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        if (!m_x.accumulate)
            gradientOf(m_x, context).setZero();
        for (Eigen::Index sample = 0; sample < context.batch; ++sample) {
            for (Eigen::Index head = 0; head < m_heads; ++head)
                backward(sample, head);
        }
    }

private:
    enum Part { Query, Key, Value };

    void backward(Eigen::Index sample, Eigen::Index head)
    {
        const T* const weights = weightsAt(sample, head);
        const MatrixRead<T> by_y{outputAt(m_y.gradient, sample, head), m_width, false};
        // By the values, then by the weights, and through the softmax by the scores.
        m_from_scores.add(m_steps, m_steps, {weights, m_steps, true}, by_y, at(m_x.gradient, sample, head, Value),
                          3 * m_width);
        ArrayMap<T>(m_gradient.data(), m_steps * m_steps).setZero();
        m_to_scores.add(m_steps, m_head_width, by_y, read(m_x.data, sample, head, Value, true), m_gradient.data());
        for (Eigen::Index step = 0; step < m_steps; ++step) {
            RowMap<T> g(m_gradient.data() + step * m_steps, m_steps);
            const ConstRowMap<T> w(weights + step * m_steps, m_steps);
            g = m_scale * w * (g - (g * w).sum());
        }
        m_from_scores.add(m_steps, m_steps, {m_gradient.data(), m_steps, false}, read(m_x.data, sample, head, Key),
                          at(m_x.gradient, sample, head, Query), 3 * m_width);
        m_from_scores.add(m_steps, m_steps, {m_gradient.data(), m_steps, true}, read(m_x.data, sample, head, Query),
                          at(m_x.gradient, sample, head, Key), 3 * m_width);
    }

    /// The weights of one step from its scores: of those that it sees, and 0 for the rest.
    void softmax(const ConstRowMap<T>& scores, T* weights) const
    {
        RowMap<T> w(weights, scores.size());
        w = (m_scale * (scores - scores.maxCoeff())).exp();
        w /= w.sum();
        std::fill(weights + scores.size(), weights + m_steps, T(0));
    }

    /// How many steps a step sees.
    Eigen::Index seen(Eigen::Index step) const { return m_causal ? step + 1 : m_steps; }

    T* weightsAt(Eigen::Index sample, Eigen::Index head)
    {
        return m_weights.data() + (sample * m_heads + head) * m_steps * m_steps;
    }
    T* outputAt(T* data, Eigen::Index sample, Eigen::Index head) const
    {
        return data + sample * m_steps * m_width + head * m_head_width;
    }
    T* at(T* data, Eigen::Index sample, Eigen::Index head, Part part) const
    {
        return data + sample * m_steps * 3 * m_width + static_cast<Eigen::Index>(part) * m_width + head * m_head_width;
    }
    MatrixRead<T> read(T* data, Eigen::Index sample, Eigen::Index head, Part part, bool transposed = false) const
    {
        return {at(data, sample, head, part), 3 * m_width, transposed};
    }

    Operand<T> m_x;
    Operand<T> m_y;
    Eigen::Index m_steps;
    Eigen::Index m_width;
    Eigen::Index m_heads;
    Eigen::Index m_head_width;
    bool m_causal;
    T m_scale;
    AlignedArray<T> m_weights;  ///< (N, heads, T, T)
    AlignedArray<T> m_gradient; ///< (T, T): the scores of one head, and what comes back to them
    Product<T> m_to_scores;
    Product<T> m_from_scores;
};

class SelfAttentionOp final : public TypedOp<SelfAttentionOp> {
public:
    SelfAttentionOp(std::int64_t heads, bool causal) : m_heads(heads), m_causal(causal) {}
    std::string_view name() const override { return "self_attention"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        return {Shape{inputs[0].shape[0], inputs[0].shape[1] / 3}, true};
    }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        const std::int64_t steps = inputs[0].shape[0];
        return Shape{max_batch + 1, m_heads, steps, steps}.elementCount();
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<SelfAttentionKernel<T>>(std::move(binding), m_heads, m_causal);
    }

private:
    std::int64_t m_heads;
    bool m_causal;
};

} // namespace

std::shared_ptr<const Op> selfAttentionOp(std::int64_t heads, bool causal)
{
    return std::make_shared<SelfAttentionOp>(heads, causal);
}

} // namespace ligature
