// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The same for every sample.
inline Tensor values(const Tensor& input, const Tensor& values, const Shape& output_shape)
{
    Tensor output(Shape{input.extent(0)}.followed_by(output_shape));
    const Tensor each = values.contiguous();
    float* to = output.data();
    for (Size sample = 0; sample < input.extent(0); ++sample)
        to = std::copy_n(each.data(), each.size(), to);
    return output;
}
