// SPDX-License-Identifier: 0BSD
// needs: support/mean_of_pairs
/// The mean of z^2 / 2 where |z| <= delta and delta (|z| - delta / 2) elsewhere, z being the difference.
inline double huber(const Tensor& prediction, const Tensor& target, double delta)
{
    return mean_of_pairs(prediction, target, [=](double x, double t) {
        const double apart = std::abs(x - t);
        return apart <= delta ? apart * apart / 2 : delta * (apart - delta / 2);
    });
}
