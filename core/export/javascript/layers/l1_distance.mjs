// SPDX-License-Identifier: 0BSD
// needs: support/paired, support/zeros
/** |x1 - x2| at each place, or its sum over the last axis. */
function l1DistanceLayer(input1, input2, reduction) {
  const apart = paired(input1, input2, (a, b) => Math.abs(a - b));
  if (reduction === "none") return apart;
  const width = apart.shape[apart.shape.length - 1];
  const output = zeros(apart.shape.slice(0, -1));
  for (let row = 0; row < output.data.length; row++) {
    output.data[row] = apart.data.subarray(row * width, (row + 1) * width).reduce((sum, x) => sum + x, 0);
  }
  return output;
}
