// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The same numbers along one axis.
inline Tensor flatten(const Tensor& input, const Shape& output_shape)
{
    return input.reshaped(Shape{input.extent(0)}.followed_by(output_shape));
}
