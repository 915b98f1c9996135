// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/pair
/// The transpose of a convolution: input (batch, channels, height, width), weight (channels, out / groups, kernel height,
/// kernel width), bias (out), output (batch, out, height', width').
inline Tensor conv_transpose2d(const Tensor& input, const Tensor& weight, const std::optional<Tensor>& bias,
                               const Shape& stride, const Shape& padding, const Shape& dilation, Size groups,
                               const Shape& output_shape)
{
    const Size height = input.extent(2);
    const Size width = input.extent(3);
    const Size kernel_size = weight.extent(2) * weight.extent(3);
    const Shape moved = pair(stride);
    const Shape padded = pair(padding);
    const Shape apart = pair(dilation);
    const Shape& strides = weight.strides();
    Tensor output(Shape{input.extent(0)}.followed_by(output_shape));
    const Size out_height = output_shape[1];
    const Size out_width = output_shape[2];
    std::vector<double> plane(static_cast<std::size_t>(out_height * out_width));
    const Size group_channels = input.extent(1) / groups;
    const Size group_out = weight.extent(1);
    for (Size place = 0; place < input.extent(0) * output_shape[0]; ++place) {
        const Size out = place % output_shape[0];
        const Size sample = place / output_shape[0];
        std::fill(plane.begin(), plane.end(), bias ? static_cast<double>((*bias)[out]) : 0.0);
        for (Size kernel = 0; kernel < group_channels * kernel_size; ++kernel) {
            const Size channel = out / group_out * group_channels + kernel / kernel_size;
            const Size ky = kernel / weight.extent(3) % weight.extent(2);
            const Size kx = kernel % weight.extent(3);
            const auto factor = static_cast<double>(weight.data()[channel * strides[0] + out % group_out * strides[1] +
                                                                  ky * strides[2] + kx * strides[3]]);
            for (Size iy = 0; iy < height; ++iy) {
                const Size y = iy * moved[0] + ky * apart[0] - padded[0];
                if (y < 0 || y >= out_height)
                    continue;
                const float* const row = input.data() + ((sample * input.extent(1) + channel) * height + iy) * width;
                double* const to = plane.data() + y * out_width;
                for (Size ix = 0; ix < width; ++ix) {
                    const Size x = ix * moved[1] + kx * apart[1] - padded[1];
                    if (x >= 0 && x < out_width)
                        to[x] += factor * static_cast<double>(row[ix]);
                }
            }
        }
        std::transform(plane.begin(), plane.end(), output.data() + place * out_height * out_width,
                       [](double sum) { return static_cast<float>(sum); });
    }
    return output;
}
