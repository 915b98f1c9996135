// SPDX-License-Identifier: 0BSD
// needs: support/log_sum_exp, support/index_of, support/tensor
/// The mean over rows of log(sum of exp(z)) - z[t]: logits (..., classes), a class index t for each row.
inline double cross_entropy(const Tensor& logits, const Tensor& target)
{
    const Size classes = logits.extent(-1);
    const Size rows = target.size();
    double sum = 0;
    for (Size row = 0; row < rows; ++row) {
        const float* const scores = logits.data() + row * classes;
        const Size index = index_of(target.data()[row], classes);
        sum += log_sum_exp(scores, classes) - static_cast<double>(scores[index]);
    }
    return sum / static_cast<double>(rows);
}
