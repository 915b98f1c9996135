// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/axis_of
/** One place of an axis, which is gone then: the same numbers. */
function indexView(parameter, axis, position, output_shape) {
  const along = axisOf(axis, parameter.shape.length);
  const place = position < 0 ? position + parameter.shape[along] : position;
  const strides = parameter.strides.filter((_, other) => other !== along);
  return new Tensor(parameter.data, output_shape, strides, parameter.offset + place * parameter.strides[along]);
}
