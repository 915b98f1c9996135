// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// What the function makes of every element.
template <typename Function>
Tensor mapped(const Tensor& input, Function function)
{
    Tensor output(input.shape());
    std::transform(input.data(), input.data() + input.size(), output.data(), function);
    return output;
}
