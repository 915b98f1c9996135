// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/axis_of
/** The same numbers again and again along an axis, a new one or one of extent 1. */
function broadcastView(parameter, axis, new_axis, output_shape) {
  const along = axisOf(axis, output_shape.length);
  const strides = [...parameter.strides];
  strides.splice(along, new_axis ? 0 : 1, 0);
  return new Tensor(parameter.data, output_shape, strides, parameter.offset);
}
