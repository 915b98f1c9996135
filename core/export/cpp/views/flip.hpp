// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/axis_of
/// An axis from its end to its beginning: the same numbers, read by a negative stride.
inline Tensor flip(const Tensor& parameter, Size axis)
{
    const Size along = axis_of(axis, parameter.rank());
    Shape strides = parameter.strides();
    const Size last = parameter.offset() + (parameter.extent(along) - 1) * strides[along];
    strides[along] = -strides[along];
    return Tensor(parameter.buffer(), last, parameter.shape(), strides);
}
