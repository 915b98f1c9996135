// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/axis_of
/** An axis from its end to its beginning: the same numbers, read by a negative stride. */
function flipView(parameter, axis) {
  const along = axisOf(axis, parameter.shape.length);
  const last = parameter.offset + (parameter.shape[along] - 1) * parameter.strides[along];
  const strides = [...parameter.strides];
  strides[along] = -strides[along];
  return new Tensor(parameter.data, parameter.shape, strides, last);
}
