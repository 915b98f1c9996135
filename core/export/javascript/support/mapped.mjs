// SPDX-License-Identifier: 0BSD
// needs: support/zeros
/** f of every element. */
function mapped(input, f) {
  const output = zeros(input.shape);
  for (let i = 0; i < output.data.length; i++) output.data[i] = f(input.data[i]);
  return output;
}
