// SPDX-License-Identifier: 0BSD
// needs: support/paired
/// |x1 - x2| at each place, or its sum over the last axis.
inline Tensor l1_distance(const Tensor& input1, const Tensor& input2, const std::string& reduction)
{
    const Tensor apart = paired(input1, input2, [](float x1, float x2) { return std::abs(x1 - x2); });
    if (reduction == "none")
        return apart;
    const Size width = apart.extent(-1);
    Tensor output(apart.shape().part(0, apart.rank() - 1));
    for (Size row = 0; row < output.size(); ++row) {
        const float* const begin = apart.data() + row * width;
        output.data()[row] = static_cast<float>(std::accumulate(begin, begin + width, 0.0));
    }
    return output;
}
