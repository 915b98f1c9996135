// SPDX-License-Identifier: 0BSD
function sigmoidOf(x) {
  return 1 / (1 + Math.exp(-x));
}
