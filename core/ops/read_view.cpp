// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <numeric>

#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

/// A view's LinearRead as a kernel goes through it: no coefficients where all are equal.
template <typename T, typename Index>
struct ReadTable {
    std::vector<Index> index;
    std::vector<T> coefficient; ///< empty: all are `constant`
    T constant = T(1);

    ReadTable(const View& view, const Shape& input, std::int64_t count)
    {
        index.reserve(static_cast<std::size_t>(count));
        LinearRead part;
        for (std::int64_t from = 0; from < count; from += chunk) {
            part.index.resize(static_cast<std::size_t>(std::min(chunk, count - from)));
            std::iota(part.index.begin(), part.index.end(), from);
            read(view, input, part);
            append(part, static_cast<std::size_t>(count));
        }
    }

private:
    static constexpr std::int64_t chunk = 4096; ///< entries of the reference at a time, which are 16 bytes each

    void append(const LinearRead& part, std::size_t count)
    {
        for (std::size_t i = 0; i < part.index.size(); ++i) {
            const T value = part.coefficient.empty() ? T(1) : static_cast<T>(part.coefficient[i]);
            if (index.empty())
                constant = value;
            if (coefficient.empty() && value != constant) {
                coefficient.reserve(count);
                coefficient.assign(index.size(), constant);
            }
            if (!coefficient.empty())
                coefficient.push_back(value);
            index.push_back(static_cast<Index>(part.index[i]));
        }
    }
};

template <typename T, typename Index>
class ReadViewKernel final : public Kernel<T> {
public:
    ReadViewKernel(Binding<T> binding, const View& view, const Shape& input, double gradient_factor)
        : m_w(binding.inputs[0]), m_y(binding.output), m_table(view, input, m_y.elements()),
          m_gradient_factor(static_cast<T>(gradient_factor))
    {
    }

    void forward(const StepContext&) override
    {
        if (m_table.coefficient.empty())
            readAll([&](std::size_t) { return m_table.constant; });
        else
            readAll([&](std::size_t i) { return m_table.coefficient[i]; });
    }

    void backward(const StepContext&) override
    {
        if (m_w.gradient == nullptr)
            return;
        if (!m_w.accumulate)
            ArrayMap<T>(m_w.gradient, m_w.elements()).setZero();
        if (m_table.coefficient.empty())
            addAll([&, c = m_gradient_factor * m_table.constant](std::size_t) { return c; });
        else
            addAll([&](std::size_t i) { return m_gradient_factor * m_table.coefficient[i]; });
    }

private:
    template <typename C>
    void readAll(C coefficient)
    {
        for (std::size_t i = 0; i < m_table.index.size(); ++i)
            m_y.data[i] = coefficient(i) * m_w.data[m_table.index[i]];
    }
    template <typename C>
    void addAll(C coefficient)
    {
        for (std::size_t i = 0; i < m_table.index.size(); ++i)
            m_w.gradient[m_table.index[i]] += coefficient(i) * m_y.gradient[i];
    }

    Operand<T> m_w;
    Operand<T> m_y;
    ReadTable<T, Index> m_table;
    T m_gradient_factor;
};

class ReadViewOp final : public TypedOp<ReadViewOp> {
public:
    ReadViewOp(View view, Shape input, double gradient_factor)
        : m_view(std::move(view)), m_input(std::move(input)), m_shape(*outputShape(m_view, m_input)),
          m_gradient_factor(gradient_factor)
    {
    }
    std::string_view name() const override { return "read_view"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {m_shape, false}; }
    std::int64_t scratchElements(std::span<const ValueSpec>, std::int64_t) const override
    {
        // An index and a coefficient a place.
        return Shape{m_shape.elementCount(), smallIndex() ? 2 : 3}.elementCount();
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        if (smallIndex()) {
            return std::make_unique<ReadViewKernel<T, std::int32_t>>(std::move(binding), m_view, m_input,
                                                                     m_gradient_factor);
        }
        return std::make_unique<ReadViewKernel<T, std::int64_t>>(std::move(binding), m_view, m_input,
                                                                 m_gradient_factor);
    }

private:
    bool smallIndex() const { return m_input.elementCount() <= std::numeric_limits<std::int32_t>::max(); }

    View m_view;
    Shape m_input;
    Shape m_shape;
    double m_gradient_factor;
};

} // namespace

std::shared_ptr<const Op> readViewOp(View view, Shape memory, double gradient_factor)
{
    return std::make_shared<ReadViewOp>(std::move(view), std::move(memory), gradient_factor);
}

} // namespace ligature
