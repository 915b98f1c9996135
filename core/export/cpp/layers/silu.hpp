// SPDX-License-Identifier: 0BSD
// needs: support/mapped, support/sigmoid_of
inline Tensor silu(const Tensor& input)
{
    return mapped(input, [](float x) { return x * sigmoid_of(x); });
}
