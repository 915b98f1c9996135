// SPDX-License-Identifier: 0BSD
/** An axis that may be counted from the end. */
function axisOf(axis, rank) {
  return axis < 0 ? axis + rank : axis;
}
