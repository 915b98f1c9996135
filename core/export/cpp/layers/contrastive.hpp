// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The mean over the batch of y d^2 + (1 - y) max(0, margin - d)^2, d being the distance and y 1 where both are alike.
inline double contrastive(const Tensor& input1, const Tensor& input2, const Tensor& target, double margin)
{
    const Size batch = input1.extent(0);
    const Size width = input1.size() / batch;
    double sum = 0;
    for (Size sample = 0; sample < batch; ++sample) {
        double square = 0;
        for (Size i = sample * width; i < (sample + 1) * width; ++i)
            square += std::pow(static_cast<double>(input1.data()[i]) - static_cast<double>(input2.data()[i]), 2);
        const auto alike = static_cast<double>(target.data()[sample]);
        sum += alike * square + (1.0 - alike) * std::pow(std::max(0.0, margin - std::sqrt(square)), 2);
    }
    return sum / static_cast<double>(batch);
}
