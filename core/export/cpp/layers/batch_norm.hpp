// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/around_axis
/// (x - mean) / sqrt(variance + eps) * weight + bias by channel, with the running statistics: input (batch, channels,
/// ...), all others (channels).
inline Tensor batch_norm(const Tensor& input, const std::optional<Tensor>& weight, const std::optional<Tensor>& bias,
                         const Tensor& running_mean, const Tensor& running_var, double eps)
{
    const Shape around = around_axis(input.shape(), 1);
    Tensor output(input.shape());
    for (Size i = 0; i < input.size(); ++i) {
        const Size channel = i / around[2] % around[1];
        const double deviation = std::sqrt(static_cast<double>(running_var[channel]) + eps);
        const float normal = (input.data()[i] - running_mean[channel]) / static_cast<float>(deviation);
        output.data()[i] = normal * (weight ? (*weight)[channel] : 1.0F) + (bias ? (*bias)[channel] : 0.0F);
    }
    return output;
}
