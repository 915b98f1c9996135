// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/** The same numbers along one axis. */
function flattenLayer(input, output_shape) {
  return new Tensor(input.data, [input.shape[0], ...output_shape]);
}
