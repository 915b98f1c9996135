// SPDX-License-Identifier: 0BSD
// needs: support/mapped
function reluLayer(input) {
  return mapped(input, (x) => Math.max(0, x));
}
