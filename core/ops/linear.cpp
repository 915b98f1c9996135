// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/ops/product.h"

namespace ligature {

namespace {

template <typename T>
class LinearKernel final : public Kernel<T> {
public:
    explicit LinearKernel(Binding<T> binding)
        : m_x(binding.inputs[0]), m_w(binding.inputs[1]), m_y(binding.output), m_in(lastExtent(m_x)),
          m_out(lastExtent(m_y)), m_rows_per_sample(m_x.elements() / m_in),
          m_forward(binding.max_batch * m_rows_per_sample, m_out, m_in, binding.workspace),
          m_to_input(binding.max_batch * m_rows_per_sample, m_in, m_out, binding.workspace),
          m_to_weight(m_w.transposed ? m_in : m_out, m_w.transposed ? m_out : m_in,
                      binding.max_batch * m_rows_per_sample, binding.workspace)
    {
        if (binding.inputs.size() > 2)
            m_bias = binding.inputs[2];
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index rows = context.batch * m_rows_per_sample;
        RowMajorMap<T> y(m_y.data, rows, m_out);
        if (m_bias.data != nullptr)
            y.rowwise() = Eigen::Map<const Eigen::Matrix<T, 1, Eigen::Dynamic>>(m_bias.data, m_out);
        else
            y.setZero();
        m_forward.add(rows, m_in, {m_x.data, m_in, false}, weight(true), m_y.data);
    }

    void backward(const StepContext& context) override
    {
        const Eigen::Index rows = context.batch * m_rows_per_sample;
        if (m_bias.gradient != nullptr)
            addUpRows(rows);
        if (m_w.gradient != nullptr) {
            if (!m_w.accumulate)
                ArrayMap<T>(m_w.gradient, m_in * m_out).setZero();
            const MatrixRead<T> x{m_x.data, m_in, m_w.transposed};
            const MatrixRead<T> g{m_y.gradient, m_out, !m_w.transposed};
            if (m_w.transposed)
                m_to_weight.add(m_in, rows, x, g, m_w.gradient); // x^T g, in the order of the memory
            else
                m_to_weight.add(m_out, rows, g, x, m_w.gradient); // g^T x
        }
        if (m_x.gradient != nullptr) {
            if (!m_x.accumulate)
                ArrayMap<T>(m_x.gradient, rows * m_in).setZero();
            m_to_input.add(rows, m_out, {m_y.gradient, m_out, false}, weight(false), m_x.gradient);
        }
    }

private:
    /// W^T (in, out) for the forward pass, W (out, in) for the way back.
    MatrixRead<T> weight(bool transpose) const
    {
        return {m_w.data, m_w.transposed ? m_out : m_in, transpose != m_w.transposed};
    }

    void addUpRows(Eigen::Index rows)
    {
        ArrayMap<T> sum(m_bias.gradient, m_out);
        if (!m_bias.accumulate)
            sum.setZero();
        for (Eigen::Index row = 0; row < rows; ++row)
            sum += RowMap<T>(m_y.gradient + row * m_out, m_out);
    }

    Operand<T> m_x;
    Operand<T> m_w;
    Operand<T> m_bias;
    Operand<T> m_y;
    Eigen::Index m_in;
    Eigen::Index m_out;
    Eigen::Index m_rows_per_sample;
    Product<T> m_forward;
    Product<T> m_to_input;
    Product<T> m_to_weight;
};

class LinearOp final : public TypedOp<LinearOp> {
public:
    std::string_view name() const override { return "linear"; }
    bool readsTransposed(std::size_t input) const override { return input == 1; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        std::vector<std::int64_t> extents = inputs[0].shape.extents();
        extents.back() = inputs[1].shape[0];
        return {Shape(std::move(extents)), true};
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<LinearKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> linearOp()
{
    return std::make_shared<LinearOp>();
}

} // namespace ligature
