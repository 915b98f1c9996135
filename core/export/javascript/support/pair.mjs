// SPDX-License-Identifier: 0BSD
/** A height and a width, where one number stands for both. */
function pair(sizes) {
  return sizes.length === 1 ? [sizes[0], sizes[0]] : sizes;
}
