// SPDX-License-Identifier: 0BSD
// needs: layers/sum, support/mapped
/** The mean of x over one axis, or over all of a sample where axis is 0. */
function meanLayer(input, axis, output_shape) {
  const sums = sumLayer(input, axis, output_shape);
  const count = input.data.length / sums.data.length;
  return mapped(sums, (sum) => sum / count);
}
