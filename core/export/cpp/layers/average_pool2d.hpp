// SPDX-License-Identifier: 0BSD
// needs: support/windows
/// The mean of each window; whether the zeros around the image count in it is an option.
inline Tensor average_pool2d(const Tensor& input, const Shape& kernel_size, const Shape& stride, const Shape& padding,
                             bool count_include_pad, const Shape& output_shape)
{
    return windows(input, kernel_size, stride, padding, {1, 1}, output_shape,
                   [=](const std::vector<float>& values, Size size) {
                       const Size count = count_include_pad ? size : static_cast<Size>(values.size());
                       const double sum = std::accumulate(values.begin(), values.end(), 0.0);
                       return static_cast<float>(sum / static_cast<double>(count));
                   });
}
