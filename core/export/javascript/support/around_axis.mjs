// SPDX-License-Identifier: 0BSD
/** How many elements lie before, along and behind an axis of a shape. */
function aroundAxis(shape, axis) {
  const product = (extents) => extents.reduce((all, extent) => all * extent, 1);
  return [product(shape.slice(0, axis)), shape[axis], product(shape.slice(axis + 1))];
}
