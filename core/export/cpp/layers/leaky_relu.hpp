// SPDX-License-Identifier: 0BSD
// needs: support/mapped
inline Tensor leaky_relu(const Tensor& input, double negative_slope)
{
    const auto slope = static_cast<float>(negative_slope);
    return mapped(input, [=](float x) { return x > 0.0F ? x : slope * x; });
}
