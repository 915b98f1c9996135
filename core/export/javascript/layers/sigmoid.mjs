// SPDX-License-Identifier: 0BSD
// needs: support/mapped, support/sigmoid_of
function sigmoidLayer(input) {
  return mapped(input, sigmoidOf);
}
