// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/axis_of
/// One place of an axis, which is gone then: the same numbers.
inline Tensor index(const Tensor& parameter, Size axis, Size position, const Shape& output_shape)
{
    const Size along = axis_of(axis, parameter.rank());
    const Size place = position < 0 ? position + parameter.extent(along) : position;
    const Shape& strides = parameter.strides();
    return Tensor(parameter.buffer(), parameter.offset() + place * strides[along], output_shape,
                  strides.part(0, along).followed_by(strides.part(along + 1, strides.rank())));
}
