// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class ChannelMeanKernel final : public Kernel<T> {
public:
    explicit ChannelMeanKernel(Binding<T> binding)
        : m_x(binding.inputs[0]), m_y(binding.output), m_size(m_x.elements() / m_y.elements())
    {
    }

    void forward(const StepContext& context) override
    {
        const RowMajorMap<T> x(m_x.data, liveElements(m_y, context), m_size);
        dataOf(m_y, context) = x.rowwise().mean().array();
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        const T share = T(1) / static_cast<T>(m_size);
        const auto g = gradientOf(m_y, context);
        for (Eigen::Index row = 0; row < g.size(); ++row) {
            RowMap<T> to(m_x.gradient + row * m_size, m_size);
            if (m_x.accumulate)
                to += g(row) * share;
            else
                to = g(row) * share;
        }
    }

private:
    Operand<T> m_x;
    Operand<T> m_y;
    Eigen::Index m_size; ///< elements of a channel
};

class ChannelMeanOp final : public TypedOp<ChannelMeanOp> {
public:
    std::string_view name() const override { return "channel_mean"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return {Shape{inputs[0].shape[0]}, true}; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ChannelMeanKernel<T>>(std::move(binding));
    }
};

} // namespace

std::shared_ptr<const Op> channelMeanOp()
{
    return std::make_shared<ChannelMeanOp>();
}

} // namespace ligature
