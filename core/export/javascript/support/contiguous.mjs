// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/zeros
/** The tensor itself where its elements lie together in order, else a copy that does. */
function contiguous(tensor) {
  const { data, shape, strides } = tensor;
  const wanted = rowMajorStrides(shape);
  if (shape.every((extent, axis) => extent === 1 || strides[axis] === wanted[axis])) return tensor;
  const copy = zeros(shape);
  const places = new Array(shape.length).fill(0);
  let from = tensor.offset;
  for (let to = 0; to < copy.data.length; to++) {
    copy.data[to] = data[from];
    // On to the next place, as a counter counts.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++places[axis] < shape[axis]) break;
      from -= shape[axis] * strides[axis];
      places[axis] = 0;
    }
  }
  return copy;
}
