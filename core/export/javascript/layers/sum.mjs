// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/around_axis
/** Σ x over one axis, or over all of a sample where axis is 0. */
function sumLayer(input, axis, output_shape) {
  const whole = [input.shape[0], input.data.length / input.shape[0]];
  const [before, extent, behind] = axis === 0 ? aroundAxis(whole, 1) : aroundAxis(input.shape, axis);
  const output = zeros([input.shape[0], ...output_shape]);
  for (let block = 0; block < before; block++) {
    for (let place = 0; place < behind; place++) {
      let sum = 0;
      for (let i = 0; i < extent; i++) sum += input.data[(block * extent + i) * behind + place];
      output.data[block * behind + place] = sum;
    }
  }
  return output;
}
