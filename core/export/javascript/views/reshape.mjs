// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/contiguous
/** The same numbers in the same order under another shape; they are copied where they do not lie together. */
function reshapeView(parameter, output_shape) {
  const { data, offset } = contiguous(parameter);
  return new Tensor(data, output_shape, rowMajorStrides(output_shape), offset);
}
