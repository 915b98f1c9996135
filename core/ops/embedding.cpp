// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class EmbeddingKernel final : public Kernel<T> {
public:
    explicit EmbeddingKernel(Binding<T> binding)
        : m_x(binding.inputs[0]), m_w(binding.inputs[1]), m_y(binding.output), m_width(m_w.spec.shape[1])
    {
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index count = liveElements(m_x, context);
        for (Eigen::Index i = 0; i < count; ++i)
            std::copy_n(m_w.data + index(i) * m_width, m_width, m_y.data + i * m_width);
    }

    void backward(const StepContext& context) override
    {
        if (m_w.gradient == nullptr)
            return;
        // Where a Dense reads the same parameter, it has written the whole gradient before.
        if (!m_w.accumulate)
            ArrayMap<T>(m_w.gradient, m_w.elements()).setZero();
        const Eigen::Index count = liveElements(m_x, context);
        for (Eigen::Index i = 0; i < count; ++i)
            RowMap<T>(m_w.gradient + index(i) * m_width, m_width) += RowMap<T>(m_y.gradient + i * m_width, m_width);
    }

private:
    /// The trainer has seen to it that it is one.
    Eigen::Index index(Eigen::Index i) const { return static_cast<Eigen::Index>(m_x.data[i]); }

    Operand<T> m_x;
    Operand<T> m_w;
    Operand<T> m_y;
    Eigen::Index m_width;
};

class EmbeddingOp final : public TypedOp<EmbeddingOp> {
public:
    std::string_view name() const override { return "embedding"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        std::vector<std::int64_t> extents = inputs[0].shape.extents();
        extents.push_back(inputs[1].shape[1]);
        return {Shape(std::move(extents)), true};
    }
    std::optional<std::int64_t> indexLimit(std::size_t input, std::span<const ValueSpec> inputs) const override
    {
        return input == 0 ? std::optional(inputs[1].shape[0]) : std::nullopt;
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<EmbeddingKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> embeddingOp()
{
    return std::make_shared<EmbeddingOp>();
}

} // namespace ligature
