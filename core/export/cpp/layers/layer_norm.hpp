// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// (x - mean) / sqrt(variance + eps) * weight + bias over the last axis; weight and bias (width).
inline Tensor layer_norm(const Tensor& input, const std::optional<Tensor>& weight, const std::optional<Tensor>& bias,
                         double eps)
{
    const Size width = input.extent(-1);
    Tensor output(input.shape());
    for (Size begin = 0; begin < input.size(); begin += width) {
        const float* const x = input.data() + begin;
        const double mean = std::accumulate(x, x + width, 0.0) / static_cast<double>(width);
        double variance = 0;
        for (Size i = 0; i < width; ++i)
            variance += std::pow(static_cast<double>(x[i]) - mean, 2) / static_cast<double>(width);
        const double scale = 1.0 / std::sqrt(variance + eps);
        for (Size i = 0; i < width; ++i) {
            const auto normal = static_cast<float>((static_cast<double>(x[i]) - mean) * scale);
            output.data()[begin + i] = normal * (weight ? (*weight)[i] : 1.0F) + (bias ? (*bias)[i] : 0.0F);
        }
    }
    return output;
}
