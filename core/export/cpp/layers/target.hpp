// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The targets of each sample; a class is one number.
inline Tensor target(const Tensor& targets, const Shape& output_shape)
{
    return targets.reshaped(Shape{targets.extent(0)}.followed_by(output_shape));
}
