// SPDX-License-Identifier: 0BSD
// needs: support/paired
function multiplyLayer(inputs) {
  return inputs.reduce((product, input) => paired(product, input, (a, b) => a * b));
}
