// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/** A tensor of its own. */
function zeros(shape) {
  return new Tensor(new Float32Array(shape.reduce((product, extent) => product * extent, 1)), shape);
}
