// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers, support/around_axis, support/axis_of
/** Several copies one after the other along an axis. */
function tileView(parameter, axis, times, output_shape) {
  const [before, extent, behind] = aroundAxis(parameter.shape, axisOf(axis, parameter.shape.length));
  const values = numbers(parameter);
  const output = zeros(output_shape);
  const length = extent * behind;
  for (let copy = 0; copy < before * times; copy++) {
    const from = Math.floor(copy / times) * length;
    output.data.set(values.subarray(from, from + length), copy * length);
  }
  return output;
}
