// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/index_of
/// A row of the weight for each index: input (...), weight (indices, width), output (..., width).
inline Tensor embedding(const Tensor& input, const Tensor& weight)
{
    const Size width = weight.extent(1);
    Tensor output(input.shape().followed_by({width}));
    for (Size place = 0; place < input.size(); ++place) {
        const Size index = index_of(input.data()[place], weight.extent(0));
        const float* const row = weight.data() + index * weight.strides()[0];
        for (Size i = 0; i < width; ++i)
            output.data()[place * width + i] = row[i * weight.strides()[1]];
    }
    return output;
}
