// SPDX-License-Identifier: 0BSD
// needs: support/mapped
function tanhLayer(input) {
  return mapped(input, Math.tanh);
}
