// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// What the function makes of the elements of two tensors at each place.
template <typename Function>
Tensor paired(const Tensor& a, const Tensor& b, Function function)
{
    Tensor output(a.shape());
    std::transform(a.data(), a.data() + a.size(), b.data(), output.data(), function);
    return output;
}
