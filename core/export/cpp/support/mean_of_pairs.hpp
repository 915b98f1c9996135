// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The mean of what the function makes of the elements of two tensors of as many.
template <typename Function>
double mean_of_pairs(const Tensor& a, const Tensor& b, Function function)
{
    double sum = 0;
    for (Size i = 0; i < a.size(); ++i)
        sum += function(static_cast<double>(a.data()[i]), static_cast<double>(b.data()[i]));
    return sum / static_cast<double>(a.size());
}
