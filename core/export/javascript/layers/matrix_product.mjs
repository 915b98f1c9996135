// SPDX-License-Identifier: 0BSD
// needs: support/zeros
/** A B over the last two axes of each sample: a (…, n, k), b (…, k, m); either may be read transposed. */
function matrixProductLayer(a, b, transpose_a, transpose_b, output_shape) {
  const output = zeros([a.shape[0], ...output_shape]);
  const [n, m] = output.shape.slice(-2);
  const k = a.shape[a.shape.length - (transpose_a ? 2 : 1)];
  const [aRow, aColumn] = transpose_a ? [1, n] : [k, 1];
  const [bRow, bColumn] = transpose_b ? [1, k] : [m, 1];
  const products = output.data.length / (n * m);
  for (let product = 0; product < products; product++) {
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < m; column++) {
        let sum = 0;
        for (let i = 0; i < k; i++) {
          sum += a.data[product * n * k + row * aRow + i * aColumn] * b.data[product * k * m + i * bRow + column * bColumn];
        }
        output.data[(product * n + row) * m + column] = sum;
      }
    }
  }
  return output;
}
