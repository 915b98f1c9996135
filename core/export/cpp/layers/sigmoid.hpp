// SPDX-License-Identifier: 0BSD
// needs: support/mapped, support/sigmoid_of
inline Tensor sigmoid(const Tensor& input)
{
    return mapped(input, [](float x) { return sigmoid_of(x); });
}
