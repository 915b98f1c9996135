// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// The features of each sample, under the layer's shape.
inline Tensor input(const Tensor& features, const Shape& shape)
{
    return features.reshaped(Shape{features.extent(0)}.followed_by(shape));
}
