// SPDX-License-Identifier: 0BSD
// needs: support/contiguous
/** The elements of a parameter's read, one after the other. */
function numbers(parameter) {
  const { data, offset, size } = contiguous(parameter);
  return data.subarray(offset, offset + size);
}
