// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers, support/around_axis, support/axis_of
/** Some places of an axis, in the order in which they are named. */
function gatherView(parameter, axis, positions, output_shape) {
  const [before, extent, behind] = aroundAxis(parameter.shape, axisOf(axis, parameter.shape.length));
  const values = numbers(parameter);
  const output = zeros(output_shape);
  for (let part = 0; part < before; part++) {
    positions.forEach((position, i) => {
      const from = (part * extent + position) * behind;
      output.data.set(values.subarray(from, from + behind), (part * positions.length + i) * behind);
    });
  }
  return output;
}
