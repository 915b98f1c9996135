// SPDX-License-Identifier: 0BSD
// needs: support/mapped
function eluLayer(input, alpha) {
  return mapped(input, (x) => (x > 0 ? x : alpha * Math.expm1(x)));
}
