// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// x1 x2 / (max(|x1|, eps) max(|x2|, eps)) over the last axis.
inline Tensor cosine_similarity(const Tensor& input1, const Tensor& input2, double eps)
{
    const Size width = input1.extent(-1);
    Tensor output(input1.shape().part(0, input1.rank() - 1));
    for (Size row = 0; row < output.size(); ++row) {
        double product = 0;
        double square1 = 0;
        double square2 = 0;
        for (Size i = row * width; i < (row + 1) * width; ++i) {
            const auto x1 = static_cast<double>(input1.data()[i]);
            const auto x2 = static_cast<double>(input2.data()[i]);
            product += x1 * x2;
            square1 += x1 * x1;
            square2 += x2 * x2;
        }
        const double lengths = std::max(std::sqrt(square1), eps) * std::max(std::sqrt(square2), eps);
        output.data()[row] = static_cast<float>(product / lengths);
    }
    return output;
}
