// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/ops/comparison.h"
#include "core/ops/maps.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class TripletMarginKernel final : public Kernel<T> {
public:
    TripletMarginKernel(Binding<T> binding, double margin, Norm norm, double eps)
        : m_anchor(binding.inputs[0]), m_positive(binding.inputs[1]), m_negative(binding.inputs[2]),
          m_loss(binding.output), m_margin(static_cast<T>(margin)), m_norm(norm), m_eps(static_cast<T>(eps)),
          m_width(lastExtent(m_anchor)), m_to_positive(rowsOf(binding)), m_to_negative(rowsOf(binding))
    {
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index rows = liveElements(m_anchor, context) / m_width;
        for (Eigen::Index row = 0; row < rows; ++row) {
            m_to_positive[static_cast<std::size_t>(row)] = distance(difference(m_positive, row));
            m_to_negative[static_cast<std::size_t>(row)] = distance(difference(m_negative, row));
        }
        const ArrayMap<T> near(m_to_positive.data(), rows);
        const ArrayMap<T> far(m_to_negative.data(), rows);
        m_loss.data[0] = (near - far + m_margin).max(T(0)).sum() / static_cast<T>(rows);
    }

    void backward(const StepContext& context) override
    {
        const Eigen::Index rows = liveElements(m_anchor, context) / m_width;
        const T share = m_loss.gradient[0] / static_cast<T>(rows);
        for (Eigen::Index row = 0; row < rows; ++row) {
            const T near = m_to_positive[static_cast<std::size_t>(row)];
            const T far = m_to_negative[static_cast<std::size_t>(row)];
            const T slope = near - far + m_margin >= T(0) ? share : T(0);
            if (m_norm == Norm::L1) {
                putRow(row, slope * difference(m_positive, row).sign(), slope * difference(m_negative, row).sign());
            } else {
                putRow(row, perUnit(slope, near) * difference(m_positive, row),
                       perUnit(slope, far) * difference(m_negative, row));
            }
        }
    }

    double metric(const StepContext& context) const override
    {
        const Eigen::Index rows = liveElements(m_anchor, context) / m_width;
        Eigen::Index right = 0;
        for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row)
            right += m_to_positive[row] < m_to_negative[row] ? 1 : 0;
        return static_cast<double>(right) / static_cast<double>(rows);
    }

private:
    std::size_t rowsOf(const Binding<T>& binding) const
    {
        return static_cast<std::size_t>(m_anchor.elements() / m_width * binding.max_batch);
    }

    auto difference(const Operand<T>& other, Eigen::Index row) const
    {
        return RowMap<T>(m_anchor.data + row * m_width, m_width) - RowMap<T>(other.data + row * m_width, m_width) +
               m_eps;
    }

    template <typename Expression>
    T distance(const Expression& difference) const
    {
        return m_norm == Norm::L1 ? difference.abs().sum() : std::sqrt(difference.square().sum());
    }

    /// The derivative of the Euclidean norm, 0 at 0.
    static T perUnit(T slope, T distance) { return distance > T(0) ? slope / distance : T(0); }

    /// @param near the loss by the row's difference from the positive
    /// @param far the same for the negative, whose distance is subtracted
    template <typename Near, typename Far>
    void putRow(Eigen::Index row, const Near& near, const Far& far)
    {
        put(m_anchor, row, near - far);
        put(m_positive, row, -near);
        put(m_negative, row, far);
    }

    template <typename Expression>
    void put(const Operand<T>& input, Eigen::Index row, const Expression& gradient)
    {
        if (input.gradient == nullptr)
            return;
        RowMap<T> to(input.gradient + row * m_width, m_width);
        if (input.accumulate)
            to += gradient;
        else
            to = gradient;
    }

    Operand<T> m_anchor;
    Operand<T> m_positive;
    Operand<T> m_negative;
    Operand<T> m_loss;
    T m_margin;
    Norm m_norm;
    T m_eps;
    Eigen::Index m_width;
    AlignedArray<T> m_to_positive;
    AlignedArray<T> m_to_negative;
};

class TripletMarginOp final : public TypedOp<TripletMarginOp> {
public:
    TripletMarginOp(double margin, Norm norm, double eps) : m_margin(margin), m_norm(norm), m_eps(eps) {}
    std::string_view name() const override { return "triplet_margin"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {Shape{}, false}; }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        // Two numbers a row.
        const Shape& shape = inputs[0].shape;
        const std::int64_t rows = shape.elementCount() / std::max<std::int64_t>(1, shape[shape.rank() - 1]);
        return Shape{max_batch, rows, 2}.elementCount();
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<TripletMarginKernel<T>>(std::move(binding), m_margin, m_norm, m_eps);
    }

private:
    double m_margin;
    Norm m_norm;
    double m_eps;
};

} // namespace

std::shared_ptr<const Op> tripletMarginOp(double margin, Norm norm, double eps)
{
    return std::make_shared<TripletMarginOp>(margin, norm, eps);
}

} // namespace ligature
