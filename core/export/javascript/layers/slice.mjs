// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/around_axis
/** Every step-th place of an axis from start on, or one place alone where the axis goes; 0 is the batch. */
function sliceLayer(input, axis, start, step, output_shape) {
  const output = zeros([input.shape[0], ...output_shape]);
  const [before, extent, behind] = aroundAxis(input.shape, axis);
  const first = start < 0 ? start + extent : start;
  const count = output.data.length / (before * behind);
  for (let block = 0; block < before; block++) {
    for (let i = 0; i < count; i++) {
      const from = (block * extent + first + i * step) * behind;
      output.data.set(input.data.subarray(from, from + behind), (block * count + i) * behind);
    }
  }
  return output;
}
