// SPDX-License-Identifier: 0BSD
// needs: support/paired
inline Tensor add(const std::vector<Tensor>& inputs)
{
    Tensor sum = inputs[0];
    for (std::size_t i = 1; i < inputs.size(); ++i)
        sum = paired(sum, inputs[i], std::plus<float>());
    return sum;
}
