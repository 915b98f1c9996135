// SPDX-License-Identifier: 0BSD
// needs: support/windows
/** The mean of each window; whether the zeros around the image count in it is an option. */
function averagePool2dLayer(input, kernel_size, stride, padding, count_include_pad, output_shape) {
  return windows(input, kernel_size, stride, padding, [1, 1], output_shape, (values, size) => {
    const sum = values.reduce((all, x) => all + x, 0);
    return sum / (count_include_pad ? size : values.length);
  });
}
