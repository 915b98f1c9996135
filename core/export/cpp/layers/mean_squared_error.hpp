// SPDX-License-Identifier: 0BSD
// needs: support/mean_of_pairs
inline double mean_squared_error(const Tensor& prediction, const Tensor& target)
{
    return mean_of_pairs(prediction, target, [](double x, double t) { return (x - t) * (x - t); });
}
