// SPDX-License-Identifier: 0BSD
// needs: layers/mean
/// The mean of each channel: input (batch, channels, ...), output (batch, channels).
inline Tensor global_average_pool(const Tensor& input, const Shape& output_shape)
{
    const Size channels = input.extent(0) * input.extent(1);
    return mean(input.reshaped({input.extent(0), input.extent(1), input.size() / channels}), 2, output_shape);
}
