// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/axis_of
/** Every step-th place of an axis from start on: the same numbers. */
function sliceView(parameter, axis, start, step, output_shape) {
  const along = axisOf(axis, parameter.shape.length);
  const first = start < 0 ? start + parameter.shape[along] : start;
  const strides = [...parameter.strides];
  strides[along] *= step;
  return new Tensor(parameter.data, output_shape, strides, parameter.offset + first * parameter.strides[along]);
}
