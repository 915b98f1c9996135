// SPDX-License-Identifier: 0BSD
// needs: support/mean_of_pairs
/// The mean of -t log s(z) - (1 - t) log(1 - s(z)), s being the sigmoid, without overflow.
inline double binary_cross_entropy(const Tensor& logits, const Tensor& target)
{
    return mean_of_pairs(logits, target, [](double z, double t) {
        return std::max(z, 0.0) - z * t + std::log1p(std::exp(-std::abs(z)));
    });
}
