// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

template <typename T>
class AveragePoolKernel final : public Kernel<T> {
public:
    AveragePoolKernel(Binding<T> binding, const Window& window, bool include_padding)
        : m_x(binding.inputs[0]), m_y(binding.output), m_window(window), m_height(m_x.spec.shape[1]),
          m_width(m_x.spec.shape[2]), m_out_height(m_y.spec.shape[1]), m_out_width(m_y.spec.shape[2]),
          m_share(static_cast<std::size_t>(m_out_height * m_out_width)),
          m_gradient(static_cast<std::size_t>(m_out_width))
    {
        const auto shares = [include_padding](std::int64_t extent, std::int64_t positions, std::int64_t kernel,
                                              std::int64_t stride, std::int64_t padding) {
            std::vector<std::int64_t> counts;
            for (std::int64_t i = 0; i < positions; ++i) {
                const std::int64_t first = i * stride - padding;
                counts.push_back(include_padding ? kernel
                                                 : std::min(first + kernel, extent) - std::max<std::int64_t>(first, 0));
            }
            return counts;
        };
        const auto rows =
            shares(m_height, m_out_height, window.kernel.height, window.stride.height, window.padding.height);
        const auto columns =
            shares(m_width, m_out_width, window.kernel.width, window.stride.width, window.padding.width);
        T* share = m_share.data();
        for (const std::int64_t row : rows) {
            for (const std::int64_t column : columns)
                *share++ = T(1) / static_cast<T>(row * column);
        }
    }

    void forward(const StepContext& context) override
    {
        const std::int64_t planes = context.batch * m_x.spec.shape[0];
        const T* x = m_x.data;
        T* y = m_y.data;
        for (std::int64_t plane = 0; plane < planes; ++plane, x += m_height * m_width) {
            for (std::int64_t row = 0; row < m_out_height; ++row, y += m_out_width) {
                RowMap<T> sum(y, m_out_width);
                sum.setZero();
                eachElement(row, [&](std::int64_t at, PositionRange inside) {
                    const T* const from = x + at;
                    const std::int64_t step = m_window.stride.width;
                    for (std::int64_t i = inside.first; i < inside.end; ++i)
                        y[i] += from[i * step];
                });
                sum *= ConstRowMap<T>(m_share.data() + row * m_out_width, m_out_width);
            }
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        if (!m_x.accumulate)
            gradientOf(m_x, context).setZero();
        const std::int64_t planes = context.batch * m_x.spec.shape[0];
        T* to = m_x.gradient;
        const T* g = m_y.gradient;
        T* const shared = m_gradient.data();
        for (std::int64_t plane = 0; plane < planes; ++plane, to += m_height * m_width) {
            for (std::int64_t row = 0; row < m_out_height; ++row, g += m_out_width) {
                RowMap<T>(shared, m_out_width) =
                    ConstRowMap<T>(g, m_out_width) * ConstRowMap<T>(m_share.data() + row * m_out_width, m_out_width);
                eachElement(row, [&](std::int64_t at, PositionRange inside) {
                    T* const into = to + at;
                    const std::int64_t step = m_window.stride.width;
                    for (std::int64_t i = inside.first; i < inside.end; ++i)
                        into[i * step] += shared[i];
                });
            }
        }
    }

private:
    /// For each element of the window in one row of the output: where in a plane position 0 reads it, and the positions
    /// at which it is inside.
    template <typename F>
    void eachElement(std::int64_t row, F f) const
    {
        for (std::int64_t i = 0; i < m_window.kernel.height; ++i) {
            const std::int64_t at = row * m_window.stride.height - m_window.padding.height + i;
            if (at < 0 || at >= m_height)
                continue;
            for (std::int64_t j = 0; j < m_window.kernel.width; ++j) {
                const std::int64_t offset = j - m_window.padding.width;
                f(at * m_width + offset, positionsInside(m_width, m_out_width, m_window.stride.width, offset));
            }
        }
    }

    Operand<T> m_x;
    Operand<T> m_y;
    Window m_window;
    std::int64_t m_height;
    std::int64_t m_width;
    std::int64_t m_out_height;
    std::int64_t m_out_width;
    AlignedArray<T> m_share;    ///< by element of a plane of the output: what each of its window counts
    AlignedArray<T> m_gradient; ///< of one row of the output, by the share
};

class AveragePoolOp final : public TypedOp<AveragePoolOp> {
public:
    AveragePoolOp(const Window& window, bool include_padding) : m_window(window), m_include_padding(include_padding) {}
    std::string_view name() const override { return "average_pool"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        const Shape& image = inputs[0].shape;
        const Size2 positions = positionsIn({image[1], image[2]}, m_window);
        return {Shape{image[0], positions.height, positions.width}, true};
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<AveragePoolKernel<T>>(std::move(binding), m_window, m_include_padding);
    }

private:
    Window m_window;
    bool m_include_padding;
};

} // namespace

std::shared_ptr<const Op> averagePoolOp(const Window& window, bool include_padding)
{
    return std::make_shared<AveragePoolOp>(window, include_padding);
}

} // namespace ligature
