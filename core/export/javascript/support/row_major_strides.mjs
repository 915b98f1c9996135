// SPDX-License-Identifier: 0BSD
/** How far apart the elements of each axis are where the last axis lies together. */
function rowMajorStrides(shape) {
  const strides = new Array(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}
