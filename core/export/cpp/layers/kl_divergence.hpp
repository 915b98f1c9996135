// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/log_sum_exp
/// The sum of t (log t - x) over the last axis and all others, divided by the batch; x is the log of the softmax of
/// logits, or what is predicted.
inline double kl_divergence(const Tensor& prediction, const Tensor& target, bool from_logits)
{
    const Size width = prediction.extent(-1);
    double sum = 0;
    for (Size begin = 0; begin < prediction.size(); begin += width) {
        const double shift = from_logits ? log_sum_exp(prediction.data() + begin, width) : 0.0;
        for (Size i = begin; i < begin + width; ++i) {
            const auto t = static_cast<double>(target.data()[i]);
            sum += t > 0.0 ? t * std::log(t) : 0.0;
            sum -= t * (static_cast<double>(prediction.data()[i]) - shift);
        }
    }
    return sum / static_cast<double>(prediction.extent(0));
}
