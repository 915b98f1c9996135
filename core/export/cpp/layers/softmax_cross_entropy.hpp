// SPDX-License-Identifier: 0BSD
// needs: support/cross_entropy
/// The mean over the batch of log(sum of exp(z)) - z[t], z[t] being (1 - s) z[t] + s mean(z) with label smoothing s.
inline double softmax_cross_entropy(const Tensor& logits, const Tensor& target, double label_smoothing)
{
    const double known = cross_entropy(logits, target);
    if (label_smoothing == 0)
        return known;
    const Size classes = logits.extent(-1);
    const Size rows = target.size();
    double sum = 0;
    for (Size row = 0; row < rows; ++row) {
        const float* const scores = logits.data() + row * classes;
        double mean = 0;
        for (Size index = 0; index < classes; ++index)
            mean += static_cast<double>(scores[index]) / static_cast<double>(classes);
        sum += log_sum_exp(scores, classes) - mean;
    }
    return (1 - label_smoothing) * known + label_smoothing * sum / static_cast<double>(rows);
}
