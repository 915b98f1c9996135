// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers
/** Every number times a factor. */
function scaleView(parameter, factor) {
  const output = zeros(parameter.shape);
  numbers(parameter).forEach((x, i) => (output.data[i] = x * factor));
  return output;
}
