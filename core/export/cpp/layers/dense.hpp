// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// y = x W^T + b over the last axis: input (..., in), weight (out, in), bias (out), output (..., out).
inline Tensor dense(const Tensor& input, const Tensor& weight, const std::optional<Tensor>& bias)
{
    const Size in_features = weight.extent(1);
    const Size out_features = weight.extent(0);
    const Size step = weight.strides()[1];
    Tensor output(input.shape().part(0, input.rank() - 1).followed_by({out_features}));
    const Size rows = input.size() / in_features;
    for (Size row = 0; row < rows; ++row) {
        const float* const x = input.data() + row * in_features;
        for (Size out = 0; out < out_features; ++out) {
            const float* const w = weight.data() + out * weight.strides()[0];
            double sum = bias ? static_cast<double>((*bias)[out]) : 0.0;
            for (Size i = 0; i < in_features; ++i)
                sum += static_cast<double>(x[i]) * static_cast<double>(w[i * step]);
            output.data()[row * out_features + out] = static_cast<float>(sum);
        }
    }
    return output;
}
