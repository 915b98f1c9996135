// SPDX-License-Identifier: 0BSD
// needs: support/zeros
/** Of each sample the elements at those places, or the number where a place is -1. */
function picked(input, places, shape, otherwise) {
  const output = zeros([input.shape[0], ...shape]);
  const size = input.data.length / input.shape[0];
  for (let sample = 0, to = 0; sample < input.shape[0]; sample++) {
    for (const place of places) output.data[to++] = place < 0 ? otherwise : input.data[sample * size + place];
  }
  return output;
}
