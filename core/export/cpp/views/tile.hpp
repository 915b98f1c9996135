// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/around_axis, support/axis_of
/// Several copies one after the other along an axis.
inline Tensor tile(const Tensor& parameter, Size axis, Size times, const Shape& output_shape)
{
    const Shape around = around_axis(parameter.shape(), axis_of(axis, parameter.rank()));
    const Tensor values = parameter.contiguous();
    const Size length = around[1] * around[2];
    Tensor output(output_shape);
    float* to = output.data();
    for (Size copy = 0; copy < around[0] * times; ++copy)
        to = std::copy_n(values.data() + copy / times * length, length, to);
    return output;
}
