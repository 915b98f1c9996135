// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers
/** y = x s: scale (features), along the last axis, or one number for all. */
function scaleLayer(input, scale) {
  const factors = numbers(scale);
  const output = zeros(input.shape);
  for (let i = 0; i < output.data.length; i++) output.data[i] = input.data[i] * factors[i % factors.length];
  return output;
}
