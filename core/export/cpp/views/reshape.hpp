// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The same numbers in the same order under another shape; they are copied where they do not lie together.
inline Tensor reshape(const Tensor& parameter, const Shape& output_shape)
{
    return parameter.reshaped(output_shape);
}
