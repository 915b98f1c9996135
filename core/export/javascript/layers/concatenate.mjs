// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/around_axis
/** The inputs one after the other along an axis; 0 is the batch. */
function concatenateLayer(inputs, axis, output_shape) {
  const output = zeros([inputs[0].shape[0], ...output_shape]);
  const [before, , behind] = aroundAxis(output.shape, axis);
  let to = 0;
  for (let block = 0; block < before; block++) {
    for (const input of inputs) {
      const length = input.shape[axis] * behind;
      output.data.set(input.data.subarray(block * length, (block + 1) * length), to);
      to += length;
    }
  }
  return output;
}
