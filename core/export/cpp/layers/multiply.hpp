// SPDX-License-Identifier: 0BSD
// needs: support/paired
inline Tensor multiply(const std::vector<Tensor>& inputs)
{
    Tensor product = inputs[0];
    for (std::size_t i = 1; i < inputs.size(); ++i)
        product = paired(product, inputs[i], std::multiplies<float>());
    return product;
}
