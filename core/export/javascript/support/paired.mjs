// SPDX-License-Identifier: 0BSD
// needs: support/zeros
/** f of the elements of two tensors at each place. */
function paired(a, b, f) {
  const output = zeros(a.shape);
  for (let i = 0; i < output.data.length; i++) output.data[i] = f(a.data[i], b.data[i]);
  return output;
}
