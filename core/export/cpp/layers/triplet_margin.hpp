// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The mean of max(0, d(anchor, positive) - d(anchor, negative) + margin), d being the p-norm of u - v + eps.
inline double triplet_margin(const Tensor& anchor, const Tensor& positive, const Tensor& negative, double margin,
                             const std::string& p, double eps)
{
    const Size width = anchor.extent(-1);
    const bool is_l1 = p == "1";
    const auto distance = [&](const Tensor& other, Size begin) {
        double sum = 0;
        for (Size i = begin; i < begin + width; ++i) {
            const double apart = static_cast<double>(anchor.data()[i]) - static_cast<double>(other.data()[i]) + eps;
            sum += is_l1 ? std::abs(apart) : apart * apart;
        }
        return is_l1 ? sum : std::sqrt(sum);
    };
    double total = 0;
    for (Size begin = 0; begin < anchor.size(); begin += width)
        total += std::max(0.0, distance(positive, begin) - distance(negative, begin) + margin);
    return total / static_cast<double>(anchor.size() / width);
}
