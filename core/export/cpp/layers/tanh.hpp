// SPDX-License-Identifier: 0BSD
// needs: support/mapped
inline Tensor tanh(const Tensor& input)
{
    return mapped(input, [](float x) { return std::tanh(x); });
}
