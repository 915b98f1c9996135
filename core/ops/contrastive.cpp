// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/ops/comparison.h"
#include "core/ops/maps.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class ContrastiveKernel final : public Kernel<T> {
public:
    ContrastiveKernel(Binding<T> binding, double margin)
        : m_a(binding.inputs[0]), m_b(binding.inputs[1]), m_same(binding.inputs[2]), m_loss(binding.output),
          m_margin(static_cast<T>(margin)), m_width(m_a.elements()),
          m_distances(static_cast<std::size_t>(binding.max_batch))
    {
    }

    void forward(const StepContext& context) override
    {
        for (Eigen::Index row = 0; row < context.batch; ++row)
            m_distances[static_cast<std::size_t>(row)] = std::sqrt(difference(row).square().sum());
        const ArrayMap<T> d(m_distances.data(), context.batch);
        const auto same = dataOf(m_same, context);
        const auto missing = (m_margin - d).max(T(0));
        m_loss.data[0] = (same * d.square() + (T(1) - same) * missing.square()).sum() / static_cast<T>(context.batch);
    }

    void backward(const StepContext& context) override
    {
        for (Eigen::Index row = 0; row < context.batch; ++row) {
            const T slope = m_loss.gradient[0] * slopeByDifference(row) / static_cast<T>(context.batch);
            put(m_a, row, slope);
            put(m_b, row, -slope);
        }
    }

    double metric(const StepContext& context) const override
    {
        Eigen::Index right = 0;
        for (Eigen::Index row = 0; row < context.batch; ++row) {
            const bool near = m_distances[static_cast<std::size_t>(row)] < m_margin / T(2);
            right += near == (m_same.data[row] > T(0.5)) ? 1 : 0;
        }
        return static_cast<double>(right) / static_cast<double>(context.batch);
    }

private:
    auto difference(Eigen::Index row) const
    {
        return RowMap<T>(m_a.data + row * m_width, m_width) - RowMap<T>(m_b.data + row * m_width, m_width);
    }

    /// The row's loss by a - b, divided by a - b: 2 y - 2 (1 - y) max(0, m - d) / d.
    T slopeByDifference(Eigen::Index row) const
    {
        const T d = m_distances[static_cast<std::size_t>(row)];
        const T same = m_same.data[row];
        const T pushed = d > T(0) ? std::max(T(0), m_margin - d) / d : T(0);
        return T(2) * (same - (T(1) - same) * pushed);
    }

    void put(const Operand<T>& input, Eigen::Index row, T slope)
    {
        if (input.gradient == nullptr)
            return;
        RowMap<T> to(input.gradient + row * m_width, m_width);
        if (input.accumulate)
            to += slope * difference(row);
        else
            to = slope * difference(row);
    }

    Operand<T> m_a;
    Operand<T> m_b;
    Operand<T> m_same;
    Operand<T> m_loss;
    T m_margin;
    Eigen::Index m_width;
    AlignedArray<T> m_distances;
};

class ContrastiveOp final : public TypedOp<ContrastiveOp> {
public:
    explicit ContrastiveOp(double margin) : m_margin(margin) {}
    std::string_view name() const override { return "contrastive"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {Shape{}, false}; }
    std::optional<std::int64_t> indexLimit(std::size_t input, std::span<const ValueSpec>) const override
    {
        return input == 2 ? std::optional<std::int64_t>(2) : std::nullopt;
    }
    std::int64_t scratchElements(std::span<const ValueSpec>, std::int64_t max_batch) const override
    {
        return max_batch;
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ContrastiveKernel<T>>(std::move(binding), m_margin);
    }

private:
    double m_margin;
};

} // namespace

std::shared_ptr<const Op> contrastiveOp(double margin)
{
    return std::make_shared<ContrastiveOp>(margin);
}

} // namespace ligature
