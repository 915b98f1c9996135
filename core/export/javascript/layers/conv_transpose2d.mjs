// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/pair
/**
 * The transpose of a convolution: input (batch, channels, height, width), weight (channels, out / groups, kernel height,
 * kernel width), bias (out) or null, output (batch, out, height', width').
 */
function convTranspose2dLayer(input, weight, bias, stride, padding, dilation, groups, output_shape) {
  const [batch, channels, height, width] = input.shape;
  const [, groupOut, kernelHeight, kernelWidth] = weight.shape;
  const [outChannels, outHeight, outWidth] = output_shape;
  const [strideY, strideX] = pair(stride);
  const [paddingY, paddingX] = pair(padding);
  const [dilationY, dilationX] = pair(dilation);
  const groupChannels = channels / groups;
  const output = zeros([batch, outChannels, outHeight, outWidth]);
  const plane = new Float64Array(outHeight * outWidth);
  for (let place = 0; place < batch * outChannels; place++) {
    const [sample, out] = [Math.floor(place / outChannels), place % outChannels];
    const firstChannel = Math.floor(out / groupOut) * groupChannels;
    plane.fill(bias ? bias.at(out) : 0);
    for (let kernel = 0; kernel < groupChannels * kernelHeight * kernelWidth; kernel++) {
      const channel = firstChannel + Math.floor(kernel / (kernelHeight * kernelWidth));
      const ky = Math.floor(kernel / kernelWidth) % kernelHeight;
      const kx = kernel % kernelWidth;
      const [s0, s1, s2, s3] = weight.strides;
      const factor = weight.data[weight.offset + channel * s0 + (out % groupOut) * s1 + ky * s2 + kx * s3];
      for (let iy = 0; iy < height; iy++) {
        const y = iy * strideY + ky * dilationY - paddingY;
        if (y < 0 || y >= outHeight) continue;
        const row = ((sample * channels + channel) * height + iy) * width;
        for (let ix = 0; ix < width; ix++) {
          const x = ix * strideX + kx * dilationX - paddingX;
          if (x >= 0 && x < outWidth) plane[y * outWidth + x] += factor * input.data[row + ix];
        }
      }
    }
    output.data.set(plane, place * plane.length);
  }
  return output;
}
