// SPDX-License-Identifier: 0BSD
// needs: support/mapped
function leakyReluLayer(input, negative_slope) {
  return mapped(input, (x) => (x > 0 ? x : negative_slope * x));
}
