// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/around_axis, support/axis_of
/// Some places of an axis, in the order in which they are named.
inline Tensor gather(const Tensor& parameter, Size axis, const Shape& positions, const Shape& output_shape)
{
    const Shape around = around_axis(parameter.shape(), axis_of(axis, parameter.rank()));
    const Tensor values = parameter.contiguous();
    Tensor output(output_shape);
    float* to = output.data();
    for (Size part = 0; part < around[0]; ++part) {
        for (const Size position : positions)
            to = std::copy_n(values.data() + (part * around[1] + position) * around[2], around[2], to);
    }
    return output;
}
