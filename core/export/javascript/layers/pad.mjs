// SPDX-License-Identifier: 0BSD
// needs: support/picked
/** So many places more before and behind each axis; the last numbers are those of the last axis. */
function padLayer(input, before, behind, mode, value, output_shape) {
  const extents = input.shape.slice(1);
  const of = (list, axis) => list[axis - extents.length + list.length] || 0;
  const source = (place, extent) => {
    if (place >= 0 && place < extent) return place;
    if (mode === "reflect") return place < 0 ? -place : 2 * (extent - 1) - place;
    return mode === "replicate" ? Math.min(Math.max(place, 0), extent - 1) : -1;
  };
  let places = [0];
  extents.forEach((extent, axis) => {
    const count = of(before, axis) + extent + of(behind, axis);
    places = places.flatMap((place) => Array.from({ length: count }, (_, i) => {
      const from = source(i - of(before, axis), extent);
      return place < 0 || from < 0 ? -1 : place * extent + from;
    }));
  });
  return picked(input, places, output_shape, value);
}
