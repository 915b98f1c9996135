// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/ops/comparison.h"
#include "core/ops/maps.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class CosineSimilarityKernel final : public Kernel<T> {
public:
    CosineSimilarityKernel(Binding<T> binding, double eps)
        : m_a(binding.inputs[0]), m_b(binding.inputs[1]), m_y(binding.output), m_eps(static_cast<T>(eps)),
          m_width(lastExtent(m_a)), m_norms_a(rowsOf(binding)), m_norms_b(rowsOf(binding))
    {
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index rows = liveElements(m_y, context);
        for (Eigen::Index row = 0; row < rows; ++row) {
            const RowMap<T> a(m_a.data + row * m_width, m_width);
            const RowMap<T> b(m_b.data + row * m_width, m_width);
            const T norm_a = std::max(m_eps, std::sqrt(a.square().sum()));
            const T norm_b = std::max(m_eps, std::sqrt(b.square().sum()));
            norms(m_norms_a, row) = norm_a;
            norms(m_norms_b, row) = norm_b;
            m_y.data[row] = (a * b).sum() / (norm_a * norm_b);
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_a.gradient != nullptr)
            toInput(m_a, m_norms_a, m_b, context);
        if (m_b.gradient != nullptr)
            toInput(m_b, m_norms_b, m_a, context);
    }

private:
    std::size_t rowsOf(const Binding<T>& binding) const
    {
        return static_cast<std::size_t>(m_y.elements() * binding.max_batch);
    }
    static T& norms(AlignedArray<T>& all, Eigen::Index row) { return all[static_cast<std::size_t>(row)]; }

    /// g (b / (|a| |b|) - y a / |a|^2)
    void toInput(const Operand<T>& input, AlignedArray<T>& own, const Operand<T>& other, const StepContext& context)
    {
        const Eigen::Index rows = liveElements(m_y, context);
        for (Eigen::Index row = 0; row < rows; ++row) {
            const T g = m_y.gradient[row];
            const T norm = norms(own, row);
            const T of_other = g / (norms(m_norms_a, row) * norms(m_norms_b, row));
            const T of_own = g * m_y.data[row] / (norm * norm);
            const RowMap<T> x(input.data + row * m_width, m_width);
            const RowMap<T> z(other.data + row * m_width, m_width);
            RowMap<T> to(input.gradient + row * m_width, m_width);
            if (input.accumulate)
                to += of_other * z - of_own * x;
            else
                to = of_other * z - of_own * x;
        }
    }

    Operand<T> m_a;
    Operand<T> m_b;
    Operand<T> m_y;
    T m_eps;
    Eigen::Index m_width;
    AlignedArray<T> m_norms_a;
    AlignedArray<T> m_norms_b;
};

class CosineSimilarityOp final : public TypedOp<CosineSimilarityOp> {
public:
    explicit CosineSimilarityOp(double eps) : m_eps(eps) {}
    std::string_view name() const override { return "cosine_similarity"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        std::vector<std::int64_t> extents = inputs[0].shape.extents();
        extents.pop_back();
        return {Shape(std::move(extents)), true};
    }
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
        return std::make_unique<CosineSimilarityKernel<T>>(std::move(binding), m_eps);
    }

private:
    double m_eps;
};

} // namespace

std::shared_ptr<const Op> cosineSimilarityOp(double eps)
{
    return std::make_shared<CosineSimilarityOp>(eps);
}

} // namespace ligature
