// SPDX-License-Identifier: 0BSD
// needs: support/windows
/// The largest element of each window.
inline Tensor max_pool2d(const Tensor& input, const Shape& kernel_size, const Shape& stride, const Shape& padding,
                         const Shape& dilation, const Shape& output_shape)
{
    return windows(input, kernel_size, stride, padding, dilation, output_shape,
                   [](const std::vector<float>& values, Size) {
                       float largest = -std::numeric_limits<float>::infinity();
                       for (const float x : values)
                           largest = x > largest || std::isnan(x) ? x : largest;
                       return largest;
                   });
}
