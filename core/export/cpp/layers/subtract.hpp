// SPDX-License-Identifier: 0BSD
// needs: support/paired
inline Tensor subtract(const Tensor& input1, const Tensor& input2)
{
    return paired(input1, input2, std::minus<float>());
}
