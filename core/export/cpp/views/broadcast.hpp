// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/axis_of
/// The same numbers again and again along an axis, a new one or one of extent 1.
inline Tensor broadcast(const Tensor& parameter, Size axis, bool new_axis, const Shape& output_shape)
{
    const Size along = axis_of(axis, output_shape.rank());
    const Shape& strides = parameter.strides();
    const Shape behind = strides.part(new_axis ? along : along + 1, strides.rank());
    return Tensor(parameter.buffer(), parameter.offset(), output_shape,
                  strides.part(0, along).followed_by({0}).followed_by(behind));
}
