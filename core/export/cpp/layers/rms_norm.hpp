// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// x / sqrt(mean of x^2 + eps) * weight over the last axis; weight (width).
inline Tensor rms_norm(const Tensor& input, const std::optional<Tensor>& weight, double eps)
{
    const Size width = input.extent(-1);
    Tensor output(input.shape());
    for (Size begin = 0; begin < input.size(); begin += width) {
        const float* const x = input.data() + begin;
        const double square = std::inner_product(x, x + width, x, 0.0) / static_cast<double>(width);
        const auto scale = static_cast<float>(1.0 / std::sqrt(square + eps));
        for (Size i = 0; i < width; ++i)
            output.data()[begin + i] = x[i] * scale * (weight ? (*weight)[i] : 1.0F);
    }
    return output;
}
