// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

/// Count numbers that the processor works on at once. Rows here are short and elements two apart, which neither Eigen
/// nor the compiler's own vectorising does well.
template <typename T, int Count>
struct Lanes {
    using Type [[gnu::vector_size(Count * sizeof(T))]] = T;
};

/// Windows of 2 x 2 that do not overlap, for Count of them side by side. Of equal elements the first is chosen; what is
/// not a number wins over all, so that it is seen.
template <typename T, int Count>
void halve(const T* upper, const T* lower, T* y, std::int32_t* chosen)
{
    using Values = typename Lanes<T, Count>::Type;
    const auto split = [](const T* from, Values& even, Values& odd) {
        Values first;
        Values second;
        std::memcpy(&first, from, sizeof(first));
        std::memcpy(&second, from + Count, sizeof(second));
        [&]<int... I>(std::integer_sequence<int, I...>)
        {
            even = __builtin_shufflevector(first, second, (2 * I)...);
            odd = __builtin_shufflevector(first, second, (2 * I + 1)...);
        }
        (std::make_integer_sequence<int, Count>{});
    };
    Values a;
    Values b;
    Values c;
    Values d;
    split(upper, a, b);
    split(lower, c, d);
    using Mask = decltype(a <= b);
    // Element by element: by which the second of two wins.
    const Mask right = (b > a) | (b != b);
    const Mask lower_right = (d > c) | (d != d);
    const Values top = right ? b : a;
    const Values bottom = lower_right ? d : c;
    const Mask is_lower = (bottom > top) | (bottom != bottom);
    const Values best = is_lower ? bottom : top;
    const Mask element = (is_lower & 2) | (((is_lower & lower_right) | (~is_lower & right)) & 1);
    const auto narrow = __builtin_convertvector(element, typename Lanes<std::int32_t, Count>::Type);
    std::memcpy(y, &best, sizeof(best));
    std::memcpy(chosen, &narrow, sizeof(narrow));
}

/// A row of `count` such windows: the last ones of a row may be computed twice.
template <typename T, int Count>
void halveRow(const T* upper, const T* lower, std::int64_t count, T* y, std::int32_t* chosen)
{
    if constexpr (Count > 1) {
        if (count < Count)
            return halveRow<T, Count / 2>(upper, lower, count, y, chosen);
    }
    std::int64_t i = 0;
    for (; i + Count <= count; i += Count)
        halve<T, Count>(upper + 2 * i, lower + 2 * i, y + i, chosen + i);
    if (i < count) {
        i = count - Count;
        halve<T, Count>(upper + 2 * i, lower + 2 * i, y + i, chosen + i);
    }
}

template <typename T>
class MaxPoolKernel final : public Kernel<T> {
public:
    MaxPoolKernel(Binding<T> binding, const Window& window)
        : m_x(binding.inputs[0]), m_y(binding.output), m_window(window), m_height(m_x.spec.shape[1]),
          m_width(m_x.spec.shape[2]), m_out_height(m_y.spec.shape[1]), m_out_width(m_y.spec.shape[2]),
          m_chosen(static_cast<std::size_t>(binding.max_batch * m_y.elements())),
          m_is_halving(window == Window{.kernel = {2, 2}, .stride = {2, 2}})
    {
        for (std::int64_t column = 0; column < window.kernel.width; ++column)
            m_inside.push_back(positionsInside(m_width, m_out_width, window.stride.width,
                                               column * window.dilation.width - window.padding.width));
        for (std::int64_t row = 0; row < window.kernel.height; ++row) {
            for (std::int64_t column = 0; column < window.kernel.width; ++column)
                m_offsets.push_back(row * window.dilation.height * m_width + column * window.dilation.width);
        }
    }

    void forward(const StepContext& context) override
    {
        const std::int64_t planes = context.batch * m_x.spec.shape[0];
        const T* x = m_x.data;
        T* y = m_y.data;
        std::int32_t* chosen = m_chosen.data();
        for (std::int64_t plane = 0; plane < planes; ++plane, x += m_height * m_width) {
            for (std::int64_t row = 0; row < m_out_height; ++row, y += m_out_width, chosen += m_out_width) {
                if (m_is_halving)
                    halveRow<T, lanes>(x + 2 * row * m_width, x + (2 * row + 1) * m_width, m_out_width, y, chosen);
                else
                    poolRow(x, row * m_window.stride.height - m_window.padding.height, y, chosen);
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
        T* to = m_x.gradient - m_window.padding.height * m_width - m_window.padding.width;
        const T* g = m_y.gradient;
        const std::int32_t* chosen = m_chosen.data();
        for (std::int64_t plane = 0; plane < planes; ++plane, to += m_height * m_width) {
            for (std::int64_t row = 0; row < m_out_height; ++row, g += m_out_width, chosen += m_out_width) {
                T* const at = to + row * m_window.stride.height * m_width;
                for (std::int64_t i = 0; i < m_out_width; ++i)
                    at[i * m_window.stride.width + m_offsets[static_cast<std::size_t>(chosen[i])]] += g[i];
            }
        }
    }

private:
    static constexpr int lanes = 64 / sizeof(T);

    /// One row of the output from the rows of a plane that begin at `top`, which may be above the plane.
    void poolRow(const T* plane, std::int64_t top, T* y, std::int32_t* chosen) const
    {
        std::fill_n(y, m_out_width, -std::numeric_limits<T>::infinity());
        // Where everything is minus infinity, the first element that is inside is chosen, as in PyTorch.
        std::fill_n(chosen, m_out_width, -1);
        std::int32_t element = 0;
        for (std::int64_t i = 0; i < m_window.kernel.height; ++i) {
            const std::int64_t row = top + i * m_window.dilation.height;
            if (row < 0 || row >= m_height) {
                element += static_cast<std::int32_t>(m_window.kernel.width);
                continue;
            }
            for (std::int64_t j = 0; j < m_window.kernel.width; ++j, ++element) {
                const std::int64_t offset = j * m_window.dilation.width - m_window.padding.width;
                const PositionRange inside = m_inside[static_cast<std::size_t>(j)];
                const T* const from = plane + row * m_width + offset + inside.first * m_window.stride.width;
                const std::int64_t count = inside.end - inside.first;
                // A stride that the compiler knows: it vectorises these.
                switch (m_window.stride.width) {
                case 1: takeLarger<1>(from, 1, count, element, y + inside.first, chosen + inside.first); break;
                case 2: takeLarger<2>(from, 2, count, element, y + inside.first, chosen + inside.first); break;
                default:
                    takeLarger<0>(from, m_window.stride.width, count, element, y + inside.first, chosen + inside.first);
                }
            }
        }
    }

    template <int Stride>
    static void takeLarger(const T* __restrict from, std::int64_t stride, std::int64_t count, std::int32_t element,
                           T* __restrict best, std::int32_t* __restrict chosen)
    {
        const std::int64_t step = Stride > 0 ? Stride : stride;
        for (std::int64_t i = 0; i < count; ++i) {
            const T value = from[i * step];
            const bool take = (!(value <= best[i]) & (best[i] == best[i])) | (chosen[i] < 0);
            best[i] = take ? value : best[i];
            chosen[i] = take ? element : chosen[i];
        }
    }

    Operand<T> m_x;
    Operand<T> m_y;
    Window m_window;
    std::int64_t m_height;
    std::int64_t m_width;
    std::int64_t m_out_height;
    std::int64_t m_out_width;
    std::vector<std::int64_t> m_offsets; ///< from a window's corner, by its element
    std::vector<PositionRange> m_inside; ///< by the kernel's column: where it is inside the image
    AlignedArray<std::int32_t> m_chosen; ///< by element of the output: which of its window
    bool m_is_halving;
};

class MaxPoolOp final : public TypedOp<MaxPoolOp> {
public:
    explicit MaxPoolOp(const Window& window) : m_window(window) {}
    std::string_view name() const override { return "max_pool"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        const Shape& image = inputs[0].shape;
        const Size2 positions = positionsIn({image[1], image[2]}, m_window);
        return {Shape{image[0], positions.height, positions.width}, true};
    }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        return Shape{max_batch, output(inputs).shape.elementCount()}.elementCount();
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<MaxPoolKernel<T>>(std::move(binding), m_window);
    }

private:
    Window m_window;
};

} // namespace

std::shared_ptr<const Op> maxPoolOp(const Window& window)
{
    return std::make_shared<MaxPoolOp>(window);
}

} // namespace ligature
