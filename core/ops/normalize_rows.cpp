// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class NormalizeRowsKernel final : public Kernel<T> {
public:
    NormalizeRowsKernel(Binding<T> binding, RowNorm norm, double eps)
        : m_x(binding.inputs[0]), m_y(binding.output), m_width(lastExtent(m_x)), m_norm(norm),
          m_eps(static_cast<T>(eps)), m_mean(rowCount(binding)), m_factor(rowCount(binding)),
          m_normalized(static_cast<std::size_t>(m_width)), m_weighted(static_cast<std::size_t>(m_width))
    {
        if (binding.inputs.size() > 1)
            m_weight = binding.inputs[1];
        if (binding.inputs.size() > 2)
            m_bias = binding.inputs[2];
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index rows = liveElements(m_x, context) / m_width;
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> x(m_x.data + row * m_width, m_width);
            RowMap<T> y(m_y.data + row * m_width, m_width);
            T& mean = m_mean[static_cast<std::size_t>(row)];
            T& factor = m_factor[static_cast<std::size_t>(row)];
            mean = m_norm == RowNorm::Layer ? x.mean() : T(0);
            y = x - mean;
            factor = T(1) / std::sqrt(y.square().mean() + m_eps);
            y *= factor;
            if (m_weight.data != nullptr)
                y *= RowMap<T>(m_weight.data, m_width);
            if (m_bias.data != nullptr)
                y += RowMap<T>(m_bias.data, m_width);
        }
    }

    void backward(const StepContext& context) override
    {
        clear(m_weight);
        clear(m_bias);
        const Eigen::Index rows = liveElements(m_x, context) / m_width;
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> x(m_x.data + row * m_width, m_width);
            const RowMap<T> g(m_y.gradient + row * m_width, m_width);
            RowMap<T> normalized(m_normalized.data(), m_width);
            const T factor = m_factor[static_cast<std::size_t>(row)];
            normalized = (x - m_mean[static_cast<std::size_t>(row)]) * factor;
            if (m_weight.gradient != nullptr)
                RowMap<T>(m_weight.gradient, m_width) += g * normalized;
            if (m_bias.gradient != nullptr)
                RowMap<T>(m_bias.gradient, m_width) += g;
            if (m_x.gradient != nullptr)
                toInput(row, g, normalized, factor);
        }
    }

private:
    std::size_t rowCount(const Binding<T>& binding) const
    {
        return static_cast<std::size_t>(m_x.elements() / m_width * binding.max_batch);
    }

    void clear(const Operand<T>& parameter) const
    {
        if (parameter.gradient != nullptr && !parameter.accumulate)
            RowMap<T>(parameter.gradient, m_width).setZero();
    }

    void toInput(Eigen::Index row, const RowMap<T>& g, const RowMap<T>& normalized, T factor)
    {
        RowMap<T> weighted(m_weighted.data(), m_width);
        weighted = g;
        if (m_weight.data != nullptr)
            weighted *= RowMap<T>(m_weight.data, m_width);
        const T along = (weighted * normalized).mean();
        const T shift = m_norm == RowNorm::Layer ? weighted.mean() : T(0);
        RowMap<T> to(m_x.gradient + row * m_width, m_width);
        if (m_x.accumulate)
            to += factor * (weighted - shift - normalized * along);
        else
            to = factor * (weighted - shift - normalized * along);
    }

    Operand<T> m_x;
    Operand<T> m_weight;
    Operand<T> m_bias;
    Operand<T> m_y;
    Eigen::Index m_width;
    RowNorm m_norm;
    T m_eps;
    AlignedArray<T> m_mean;   ///< by row
    AlignedArray<T> m_factor; ///< by row: 1 over the deviation
    AlignedArray<T> m_normalized;
    AlignedArray<T> m_weighted;
};

class NormalizeRowsOp final : public TypedOp<NormalizeRowsOp> {
public:
    NormalizeRowsOp(RowNorm norm, double eps) : m_norm(norm), m_eps(eps) {}
    std::string_view name() const override { return m_norm == RowNorm::Layer ? "layer_norm" : "rms_norm"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        const Shape& shape = inputs[0].shape;
        const std::int64_t width = shape[shape.rank() - 1];
        return Shape{2, max_batch, shape.elementCount() / width + width}.elementCount();
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<NormalizeRowsKernel<T>>(std::move(binding), m_norm, m_eps);
    }

private:
    RowNorm m_norm;
    double m_eps;
};

} // namespace

std::shared_ptr<const Op> normalizeRowsOp(RowNorm norm, double eps)
{
    return std::make_shared<NormalizeRowsOp>(norm, eps);
}

} // namespace ligature
