// SPDX-License-Identifier: 0BSD
// needs: support/picked
/** A sample's elements, read in steps. */
function stridedReadLayer(input, shape, strides, offset) {
  let places = [offset];
  shape.forEach((extent, axis) => {
    places = places.flatMap((place) => Array.from({ length: extent }, (_, i) => place + i * strides[axis]));
  });
  return picked(input, places, shape, 0);
}
