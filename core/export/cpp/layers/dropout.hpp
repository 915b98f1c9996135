// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// Drops nothing, for it does so only while training.
inline Tensor dropout(const Tensor& input)
{
    return input;
}
