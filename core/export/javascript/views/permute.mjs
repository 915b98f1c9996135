// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/** The axes in another order: the same numbers, read by other strides. */
function permuteView(parameter, axes) {
  const reordered = (sizes) => axes.map((axis) => sizes[axis]);
  return new Tensor(parameter.data, reordered(parameter.shape), reordered(parameter.strides), parameter.offset);
}
