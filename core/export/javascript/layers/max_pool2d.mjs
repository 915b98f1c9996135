// SPDX-License-Identifier: 0BSD
// needs: support/windows
/** The largest element of each window. */
function maxPool2dLayer(input, kernel_size, stride, padding, dilation, output_shape) {
  const largestOf = (values) => values.reduce((largest, x) => Math.max(largest, x), -Infinity);
  return windows(input, kernel_size, stride, padding, dilation, output_shape, largestOf);
}
