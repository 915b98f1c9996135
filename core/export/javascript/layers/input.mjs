// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/** The features of each sample, under the layer's shape. */
function inputLayer(features, shape) {
  return new Tensor(features.data, [features.shape[0], ...shape]);
}
