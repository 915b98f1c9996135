// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// A B over the last two axes of each sample: a (..., n, k), b (..., k, m); either may be read transposed.
inline Tensor matrix_product(const Tensor& a, const Tensor& b, bool transpose_a, bool transpose_b,
                             const Shape& output_shape)
{
    Tensor output(Shape{a.extent(0)}.followed_by(output_shape));
    const Size n = output.extent(-2);
    const Size m = output.extent(-1);
    const Size k = a.extent(transpose_a ? -2 : -1);
    const Shape a_strides = transpose_a ? Shape{1, n} : Shape{k, 1};
    const Shape b_strides = transpose_b ? Shape{1, k} : Shape{m, 1};
    for (Size place = 0; place < output.size(); ++place) {
        const Size product = place / (n * m);
        const float* const row = a.data() + product * n * k + place / m % n * a_strides[0];
        const float* const column = b.data() + product * k * m + place % m * b_strides[1];
        double sum = 0;
        for (Size i = 0; i < k; ++i)
            sum += static_cast<double>(row[i * a_strides[1]]) * static_cast<double>(column[i * b_strides[0]]);
        output.data()[place] = static_cast<float>(sum);
    }
    return output;
}
