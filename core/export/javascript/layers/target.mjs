// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/** The targets of each sample; a class is one number. */
function targetLayer(targets, output_shape) {
  return new Tensor(targets.data, [targets.shape[0], ...output_shape]);
}
