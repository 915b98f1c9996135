// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// y = x s: scale (features), along the last axis, or one number for all.
inline Tensor scale(const Tensor& input, const Tensor& scale)
{
    const Tensor factors = scale.contiguous();
    Tensor output(input.shape());
    for (Size i = 0; i < output.size(); ++i)
        output.data()[i] = input.data()[i] * factors.data()[i % factors.size()];
    return output;
}
