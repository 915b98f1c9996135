// SPDX-License-Identifier: 0BSD
/** The mean of f over the elements of two tensors of as many. */
function meanOfPairs(a, b, f) {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += f(a.data[i], b.data[i]);
  return sum / a.data.length;
}
