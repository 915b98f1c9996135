// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

struct Axis {
    std::int64_t extent = 1;
    std::int64_t stride = 0;
};

/// The axes that somebody steps along, those that run on into each other as one; at least one.
std::vector<Axis> joinedAxes(const StridedRead& read)
{
    std::vector<Axis> axes;
    for (std::size_t i = 0; i < read.shape.rank(); ++i) {
        const Axis next{read.shape[i], read.strides[i]};
        if (next.extent == 1)
            continue;
        if (!axes.empty() && axes.back().stride == next.stride * next.extent)
            axes.back() = {axes.back().extent * next.extent, next.stride};
        else
            axes.push_back(next);
    }
    if (axes.empty())
        axes.push_back({1, 1});
    return axes;
}

template <typename T>
class ReadStridedKernel final : public Kernel<T> {
public:
    ReadStridedKernel(Binding<T> binding, const StridedRead& read, double gradient_factor)
        : m_w(binding.inputs[0]), m_y(binding.output), m_outer(joinedAxes(read)), m_offset(read.offset),
          m_coefficient(static_cast<T>(read.coefficient)),
          m_gradient_coefficient(static_cast<T>(read.coefficient * gradient_factor))
    {
        m_run = m_outer.back();
        m_outer.pop_back();
        m_place.resize(m_outer.size());
        for (const Axis& axis : m_outer)
            m_runs *= axis.extent;
    }

    void forward(const StepContext&) override
    {
        eachRun([&](std::int64_t from, std::int64_t to) {
            const T* const w = m_w.data + from;
            RowMap<T> y(m_y.data + to, m_run.extent);
            if (m_run.stride == 1)
                y = m_coefficient * RowMap<T>(m_w.data + from, m_run.extent);
            else if (m_run.stride == 0)
                y = m_coefficient * *w;
            else
                for (std::int64_t i = 0; i < m_run.extent; ++i)
                    y[i] = m_coefficient * w[i * m_run.stride];
        });
    }

    void backward(const StepContext&) override
    {
        if (m_w.gradient == nullptr)
            return;
        if (!m_w.accumulate)
            ArrayMap<T>(m_w.gradient, m_w.elements()).setZero();
        eachRun([&](std::int64_t from, std::int64_t to) {
            T* const w = m_w.gradient + from;
            const RowMap<T> g(m_y.gradient + to, m_run.extent);
            if (m_run.stride == 1)
                RowMap<T>(w, m_run.extent) += m_gradient_coefficient * g;
            else if (m_run.stride == 0)
                *w += m_gradient_coefficient * g.sum();
            else
                for (std::int64_t i = 0; i < m_run.extent; ++i)
                    w[i * m_run.stride] += m_gradient_coefficient * g[i];
        });
    }

private:
    /// Calls f for every run along the innermost axis: where it begins in the memory, and where in the output.
    template <typename F>
    void eachRun(F f)
    {
        std::fill(m_place.begin(), m_place.end(), 0);
        std::int64_t from = m_offset;
        for (std::int64_t run = 0; run < m_runs; ++run) {
            f(from, run * m_run.extent);
            for (std::size_t axis = m_outer.size(); axis-- > 0;) {
                from += m_outer[axis].stride;
                if (++m_place[axis] < m_outer[axis].extent)
                    break;
                from -= m_outer[axis].stride * m_outer[axis].extent;
                m_place[axis] = 0;
            }
        }
    }

    Operand<T> m_w;
    Operand<T> m_y;
    std::vector<Axis> m_outer;
    Axis m_run;
    std::vector<std::int64_t> m_place; ///< along the outer axes
    std::int64_t m_runs = 1;
    std::int64_t m_offset;
    T m_coefficient;
    T m_gradient_coefficient;
};

class ReadStridedOp final : public TypedOp<ReadStridedOp> {
public:
    ReadStridedOp(StridedRead read, double gradient_factor)
        : m_read(std::move(read)), m_gradient_factor(gradient_factor)
    {
    }
    std::string_view name() const override { return "read_strided"; }
    ValueSpec output(std::span<const ValueSpec>) const override { return {m_read.shape, false}; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ReadStridedKernel<T>>(std::move(binding), m_read, m_gradient_factor);
    }

private:
    StridedRead m_read;
    double m_gradient_factor;
};

} // namespace

std::shared_ptr<const Op> readStridedOp(StridedRead read, double gradient_factor)
{
    return std::make_shared<ReadStridedOp>(std::move(read), gradient_factor);
}

} // namespace ligature
