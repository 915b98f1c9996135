// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/pair
/**
 * Slides a window over each channel of (batch, channels, height, width): the output's elements are what
 * combine(values, size) makes of a window's values, those that lie in the image, and of its size, padding included.
 */
function windows(input, kernel_size, stride, padding, dilation, output_shape, combine) {
  const [batch, channels, height, width] = input.shape;
  const [outHeight, outWidth] = output_shape.slice(1);
  const [kernelHeight, kernelWidth] = pair(kernel_size);
  const [strideY, strideX] = stride.length === 0 ? [kernelHeight, kernelWidth] : pair(stride);
  const [paddingY, paddingX] = pair(padding);
  const [dilationY, dilationX] = pair(dilation);
  const output = zeros([batch, ...output_shape]);
  const values = [];
  let to = 0;
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        values.length = 0;
        for (let ky = 0; ky < kernelHeight; ky++) {
          const y = oy * strideY + ky * dilationY - paddingY;
          if (y < 0 || y >= height) continue;
          for (let kx = 0; kx < kernelWidth; kx++) {
            const x = ox * strideX + kx * dilationX - paddingX;
            if (x >= 0 && x < width) values.push(input.data[(plane * height + y) * width + x]);
          }
        }
        output.data[to++] = combine(values, kernelHeight * kernelWidth);
      }
    }
  }
  return output;
}
