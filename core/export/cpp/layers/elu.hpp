// SPDX-License-Identifier: 0BSD
// needs: support/mapped
inline Tensor elu(const Tensor& input, double alpha)
{
    const auto factor = static_cast<float>(alpha);
    return mapped(input, [=](float x) { return x > 0.0F ? x : factor * std::expm1(x); });
}
