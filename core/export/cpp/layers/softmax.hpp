// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/log_sum_exp
/// exp(x) divided by its sum over the last axis.
inline Tensor softmax(const Tensor& input)
{
    const Size width = input.extent(-1);
    Tensor output(input.shape());
    for (Size begin = 0; begin < input.size(); begin += width) {
        const double total = log_sum_exp(input.data() + begin, width);
        for (Size i = begin; i < begin + width; ++i)
            output.data()[i] = static_cast<float>(std::exp(static_cast<double>(input.data()[i]) - total));
    }
    return output;
}
