// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The axes in another order: the same numbers, read by other strides.
inline Tensor permute(const Tensor& parameter, const Shape& axes)
{
    Shape shape = axes;
    Shape strides = axes;
    for (Size axis = 0; axis < axes.rank(); ++axis) {
        shape[axis] = parameter.extent(axes[axis]);
        strides[axis] = parameter.strides()[axes[axis]];
    }
    return Tensor(parameter.buffer(), parameter.offset(), shape, strides);
}
