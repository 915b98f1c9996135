// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/** A matrix with its rows and columns exchanged: the same numbers, read by other strides. */
function transposeView(parameter) {
  const [rows, columns] = parameter.shape;
  const [rowStride, columnStride] = parameter.strides;
  return new Tensor(parameter.data, [columns, rows], [columnStride, rowStride], parameter.offset);
}
