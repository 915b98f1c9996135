// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/pair
/// Cross-correlation: input (batch, channels, height, width), weight (out, channels / groups, kernel height, kernel
/// width), bias (out), output (batch, out, height', width').
inline Tensor conv2d(const Tensor& input, const Tensor& weight, const std::optional<Tensor>& bias, const Shape& stride,
                     const Shape& padding, const Shape& dilation, Size groups, const Shape& output_shape)
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
    const Size group_channels = weight.extent(1);
    for (Size place = 0; place < input.extent(0) * output_shape[0]; ++place) {
        const Size out = place % output_shape[0];
        const Size first_channel =
            place / output_shape[0] * input.extent(1) + out / (output_shape[0] / groups) * group_channels;
        std::fill(plane.begin(), plane.end(), bias ? static_cast<double>((*bias)[out]) : 0.0);
        for (Size kernel = 0; kernel < group_channels * kernel_size; ++kernel) {
            const Size channel = kernel / kernel_size;
            const Size ky = kernel / weight.extent(3) % weight.extent(2);
            const Size kx = kernel % weight.extent(3);
            const auto factor = static_cast<double>(
                weight.data()[out * strides[0] + channel * strides[1] + ky * strides[2] + kx * strides[3]]);
            for (Size oy = 0; oy < out_height; ++oy) {
                const Size y = oy * moved[0] + ky * apart[0] - padded[0];
                if (y < 0 || y >= height)
                    continue;
                const float* const row = input.data() + ((first_channel + channel) * height + y) * width;
                double* const to = plane.data() + oy * out_width;
                for (Size ox = 0; ox < out_width; ++ox) {
                    const Size x = ox * moved[1] + kx * apart[1] - padded[1];
                    if (x >= 0 && x < width)
                        to[ox] += factor * static_cast<double>(row[x]);
                }
            }
        }
        std::transform(plane.begin(), plane.end(), output.data() + place * out_height * out_width,
                       [](double sum) { return static_cast<float>(sum); });
    }
    return output;
}
