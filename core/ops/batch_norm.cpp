// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

/// One sample's features, one for each channel.
template <typename T>
struct FeatureRow {
    Eigen::Index offset;
    Eigen::Index length;
    RowMap<T> in(T* data) const { return RowMap<T>(data + offset, length); }
    ConstRowMap<T> of(const AlignedArray<T>& by_channel) const { return {by_channel.data(), length}; }
    template <typename Expression>
    void add(AlignedArray<T>& by_channel, const Expression& expression) const
    {
        RowMap<T>(by_channel.data(), length) += expression;
    }
};

/// All elements of one channel of one sample.
template <typename T>
struct ChannelRow {
    Eigen::Index offset;
    Eigen::Index length;
    std::size_t channel;
    RowMap<T> in(T* data) const { return RowMap<T>(data + offset, length); }
    auto of(const AlignedArray<T>& by_channel) const
    {
        return Eigen::Array<T, Eigen::Dynamic, 1>::Constant(length, by_channel[channel]);
    }
    template <typename Expression>
    void add(AlignedArray<T>& by_channel, const Expression& expression) const
    {
        by_channel[channel] += expression.sum();
    }
};

template <typename T>
class BatchNormKernel final : public Kernel<T> {
public:
    BatchNormKernel(Binding<T> binding, double eps, double momentum)
        : m_x(binding.inputs[0]), m_running_mean(binding.inputs[1]), m_running_variance(binding.inputs[2]),
          m_y(binding.output), m_eps(static_cast<T>(eps)), m_momentum(static_cast<T>(momentum)),
          m_channels(m_running_mean.elements()), m_size(m_x.elements() / m_channels), m_mean(perChannel()),
          m_variance(perChannel()), m_factor(perChannel()), m_shift(perChannel()), m_sum(perChannel()),
          m_dot(perChannel())
    {
        if (binding.inputs.size() > 3) {
            m_weight = binding.inputs[3];
            m_bias = binding.inputs[4];
        }
    }

    void forward(const StepContext& context) override
    {
        if (context.training) {
            measure(context);
        } else {
            array(m_mean) = RowMap<T>(m_running_mean.data, m_channels);
            array(m_variance) = RowMap<T>(m_running_variance.data, m_channels);
        }
        array(m_factor) = (array(m_variance) + m_eps).rsqrt();
        if (m_weight.data != nullptr) {
            array(m_factor) *= RowMap<T>(m_weight.data, m_channels);
            array(m_shift) = RowMap<T>(m_bias.data, m_channels);
        }
        eachRow(context, [this](const auto& row) {
            row.in(m_y.data) = (row.in(m_x.data) - row.of(m_mean)) * row.of(m_factor) + row.of(m_shift);
        });
    }

    void updateState(const StepContext& context) override
    {
        // The variance of a single value is not known.
        if (!context.training || countOf(context) < T(2))
            return;
        const T unbiased = countOf(context) / (countOf(context) - T(1)); // Bessel's correction
        RowMap<T> mean(m_running_mean.data, m_channels);
        RowMap<T> variance(m_running_variance.data, m_channels);
        mean += m_momentum * (array(m_mean) - mean);
        variance += m_momentum * (array(m_variance) * unbiased - variance);
    }

    void backward(const StepContext& context) override
    {
        array(m_sum).setZero();
        array(m_dot).setZero();
        eachRow(context, [this](const auto& row) {
            row.add(m_sum, row.in(m_y.gradient));
            row.add(m_dot, row.in(m_y.gradient) * (row.in(m_x.data) - row.of(m_mean)));
        });
        if (m_bias.gradient != nullptr)
            put(m_bias, array(m_sum));
        if (m_weight.gradient != nullptr)
            put(m_weight, array(m_dot) * (array(m_variance) + m_eps).rsqrt());
        if (m_x.gradient != nullptr)
            toInput(context);
    }

private:
    void measure(const StepContext& context)
    {
        array(m_mean).setZero();
        eachRow(context, [this](const auto& row) { row.add(m_mean, row.in(m_x.data)); });
        array(m_mean) /= countOf(context);
        array(m_variance).setZero();
        eachRow(context,
                [this](const auto& row) { row.add(m_variance, (row.in(m_x.data) - row.of(m_mean)).square()); });
        array(m_variance) /= countOf(context);
    }

    void toInput(const StepContext& context)
    {
        // While training, mean and variance depend on the input too.
        if (context.training) {
            array(m_sum) /= countOf(context);
            array(m_dot) /= countOf(context) * (array(m_variance) + m_eps);
        } else {
            array(m_sum).setZero();
            array(m_dot).setZero();
        }
        eachRow(context, [this](const auto& row) {
            const auto to =
                (row.in(m_y.gradient) - row.of(m_sum) - (row.in(m_x.data) - row.of(m_mean)) * row.of(m_dot)) *
                row.of(m_factor);
            if (m_x.accumulate)
                row.in(m_x.gradient) += to;
            else
                row.in(m_x.gradient) = to;
        });
    }

    /// f with rows that together are the batch: each of one channel, or of one feature a channel.
    template <typename F>
    void eachRow(const StepContext& context, F f) const
    {
        if (m_size == 1) {
            for (Eigen::Index sample = 0; sample < context.batch; ++sample)
                f(FeatureRow<T>{sample * m_channels, m_channels});
            return;
        }
        for (Eigen::Index row = 0; row < context.batch * m_channels; ++row)
            f(ChannelRow<T>{row * m_size, m_size, static_cast<std::size_t>(row % m_channels)});
    }

    template <typename Expression>
    static void put(const Operand<T>& operand, const Expression& expression)
    {
        RowMap<T> gradient(operand.gradient, operand.elements());
        if (operand.accumulate)
            gradient += expression;
        else
            gradient = expression;
    }

    AlignedArray<T> perChannel() const { return AlignedArray<T>(static_cast<std::size_t>(m_channels)); }
    static ArrayMap<T> array(AlignedArray<T>& memory)
    {
        return ArrayMap<T>(memory.data(), static_cast<Eigen::Index>(memory.size()));
    }
    /// Values of a channel in the batch.
    T countOf(const StepContext& context) const { return static_cast<T>(context.batch * m_size); }

    Operand<T> m_x;
    Operand<T> m_running_mean;
    Operand<T> m_running_variance;
    Operand<T> m_weight;
    Operand<T> m_bias;
    Operand<T> m_y;
    T m_eps;
    T m_momentum;
    Eigen::Index m_channels;
    Eigen::Index m_size; ///< elements of a channel in a sample
    // By channel: what the last forward() used, and what backward() adds up.
    AlignedArray<T> m_mean;
    AlignedArray<T> m_variance;
    AlignedArray<T> m_factor;
    AlignedArray<T> m_shift;
    AlignedArray<T> m_sum;
    AlignedArray<T> m_dot;
};

class BatchNormOp final : public TypedOp<BatchNormOp> {
public:
    BatchNormOp(double eps, double momentum) : m_eps(eps), m_momentum(momentum) {}
    std::string_view name() const override { return "batch_norm"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<BatchNormKernel<T>>(std::move(binding), m_eps, m_momentum);
    }

private:
    double m_eps;
    double m_momentum;
};

} // namespace

std::shared_ptr<const Op> batchNormOp(double eps, double momentum)
{
    return std::make_shared<BatchNormOp>(eps, momentum);
}

} // namespace ligature
