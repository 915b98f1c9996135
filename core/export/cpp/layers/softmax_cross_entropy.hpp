// SPDX-License-Identifier: 0BSD
// needs: support/cross_entropy
/// The mean over the batch of log(sum of exp(z)) - z[t].
inline double softmax_cross_entropy(const Tensor& logits, const Tensor& target)
{
    return cross_entropy(logits, target);
}
