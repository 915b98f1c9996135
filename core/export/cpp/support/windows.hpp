// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/pair
/// Slides a window over each channel of (batch, channels, height, width): the output's elements are what
/// combine(values, size) makes of a window's values, those that lie in the image, and of its size, padding included.
template <typename Combine>
Tensor windows(const Tensor& input, const Shape& kernel_size, const Shape& stride, const Shape& padding,
               const Shape& dilation, const Shape& output_shape, Combine combine)
{
    const Size height = input.extent(2);
    const Size width = input.extent(3);
    const Shape kernel = pair(kernel_size);
    const Shape moved = stride.rank() == 0 ? kernel : pair(stride);
    const Shape padded = pair(padding);
    const Shape apart = pair(dilation);
    Tensor output(Shape{input.extent(0)}.followed_by(output_shape));
    std::vector<float> values;
    float* to = output.data();
    for (Size plane = 0; plane < input.extent(0) * input.extent(1); ++plane) {
        for (Size place = 0; place < output_shape[1] * output_shape[2]; ++place) {
            values.clear();
            for (Size ky = 0; ky < kernel[0]; ++ky) {
                for (Size kx = 0; kx < kernel[1]; ++kx) {
                    const Size y = place / output_shape[2] * moved[0] + ky * apart[0] - padded[0];
                    const Size x = place % output_shape[2] * moved[1] + kx * apart[1] - padded[1];
                    if (y >= 0 && y < height && x >= 0 && x < width)
                        values.push_back(input.data()[(plane * height + y) * width + x]);
                }
            }
            *to++ = combine(values, kernel[0] * kernel[1]);
        }
    }
    return output;
}
