// SPDX-License-Identifier: 0BSD
// needs: support/mapped
inline Tensor relu(const Tensor& input)
{
    return mapped(input, [](float x) { return x < 0.0F ? 0.0F : x; });
}
