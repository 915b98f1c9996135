// SPDX-License-Identifier: 0BSD
// needs: support/shape
/// log of the sum of exp(x) over a row, without overflow.
inline double log_sum_exp(const float* row, Size width)
{
    const double largest = static_cast<double>(*std::max_element(row, row + width));
    double sum = 0;
    for (Size i = 0; i < width; ++i)
        sum += std::exp(static_cast<double>(row[i]) - largest);
    return largest + std::log(sum);
}
