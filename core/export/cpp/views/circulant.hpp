// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// A vector c as the matrix whose element (i, j) is c[(i - j) mod n].
inline Tensor circulant(const Tensor& parameter)
{
    const Size n = parameter.size();
    Tensor output({n, n});
    for (Size place = 0; place < n * n; ++place)
        output.data()[place] = parameter[(place / n - place % n + n) % n];
    return output;
}
