// SPDX-License-Identifier: 0BSD
// needs: support/paired
function addLayer(inputs) {
  return inputs.reduce((sum, input) => paired(sum, input, (a, b) => a + b));
}
