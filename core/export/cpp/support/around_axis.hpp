// SPDX-License-Identifier: 0BSD
// needs: support/shape
/// How many elements lie before, along and behind an axis of a shape.
inline Shape around_axis(const Shape& shape, Size axis)
{
    return {shape.part(0, axis).count(), shape[axis], shape.part(axis + 1, shape.rank()).count()};
}
