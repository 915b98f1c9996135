// SPDX-License-Identifier: 0BSD
// needs: support/mapped, support/sigmoid_of
function siluLayer(input) {
  return mapped(input, (x) => x * sigmoidOf(x));
}
