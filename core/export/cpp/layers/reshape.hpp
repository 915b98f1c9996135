// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The same numbers under another shape.
inline Tensor reshape(const Tensor& input, const Shape& shape)
{
    return input.reshaped(Shape{input.extent(0)}.followed_by(shape));
}
