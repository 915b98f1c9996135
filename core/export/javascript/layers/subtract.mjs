// SPDX-License-Identifier: 0BSD
// needs: support/paired
function subtractLayer(input1, input2) {
  return paired(input1, input2, (a, b) => a - b);
}
