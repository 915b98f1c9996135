// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// A matrix with its rows and columns exchanged: the same numbers, read by other strides.
inline Tensor transpose(const Tensor& parameter)
{
    const Shape& strides = parameter.strides();
    return Tensor(parameter.buffer(), parameter.offset(), {parameter.extent(1), parameter.extent(0)},
                  {strides[1], strides[0]});
}
