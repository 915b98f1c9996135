// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/axis_of
/// Every step-th place of an axis from start on: the same numbers.
inline Tensor slice(const Tensor& parameter, Size axis, Size start, Size step, const Shape& output_shape)
{
    const Size along = axis_of(axis, parameter.rank());
    const Size first = start < 0 ? start + parameter.extent(along) : start;
    Shape strides = parameter.strides();
    const Size offset = parameter.offset() + first * strides[along];
    strides[along] *= step;
    return Tensor(parameter.buffer(), offset, output_shape, strides);
}
