// SPDX-License-Identifier: 0BSD
// needs: layers/sum, support/mapped
/// The mean over one axis, or over all of a sample where axis is 0.
inline Tensor mean(const Tensor& input, Size axis, const Shape& output_shape)
{
    const Tensor sums = sum(input, axis, output_shape);
    const auto count = static_cast<float>(input.size() / sums.size());
    return mapped(sums, [=](float total) { return total / count; });
}
