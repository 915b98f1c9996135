// SPDX-License-Identifier: 0BSD
// needs: support/row_major_strides
/**
 * Numbers under a shape, read by strides: element (i, j) is data[offset + i * strides[0] + j * strides[1]]. A parameter
 * that is read transposed, or of which a part is read, is another Tensor over the same numbers. What layers give out
 * has the batch as its first axis, and lies together from data[0] on.
 */
class Tensor {
  /**
   * @param {Float32Array} data
   * @param {number[]} shape
   * @param {number[]} strides
   * @param {number} offset
   */
  constructor(data, shape, strides = rowMajorStrides(shape), offset = 0) {
    this.data = data;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /** How many elements there are. */
  get size() {
    return this.shape.reduce((product, extent) => product * extent, 1);
  }

  /** An element of a vector, or the only one of a scalar. */
  at(i) {
    return this.data[this.offset + (this.shape.length ? i * this.strides[0] : 0)];
  }
}
