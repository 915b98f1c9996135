// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/pair
/**
 * Cross-correlation: input (batch, channels, height, width), weight (out, channels / groups, kernel height, kernel
 * width), bias (out) or null, output (batch, out, height', width').
 */
function conv2dLayer(input, weight, bias, stride, padding, dilation, groups, output_shape) {
  const [batch, channels, height, width] = input.shape;
  const [outChannels, groupChannels, kernelHeight, kernelWidth] = weight.shape;
  const [outHeight, outWidth] = output_shape.slice(1);
  const [strideY, strideX] = pair(stride);
  const [paddingY, paddingX] = pair(padding);
  const [dilationY, dilationX] = pair(dilation);
  const output = zeros([batch, outChannels, outHeight, outWidth]);
  const plane = new Float64Array(outHeight * outWidth);
  for (let place = 0; place < batch * outChannels; place++) {
    const [sample, out] = [Math.floor(place / outChannels), place % outChannels];
    const firstChannel = Math.floor(out / (outChannels / groups)) * groupChannels;
    plane.fill(bias ? bias.at(out) : 0);
    for (let kernel = 0; kernel < groupChannels * kernelHeight * kernelWidth; kernel++) {
      const channel = Math.floor(kernel / (kernelHeight * kernelWidth));
      const ky = Math.floor(kernel / kernelWidth) % kernelHeight;
      const kx = kernel % kernelWidth;
      const [s0, s1, s2, s3] = weight.strides;
      const factor = weight.data[weight.offset + out * s0 + channel * s1 + ky * s2 + kx * s3];
      for (let oy = 0; oy < outHeight; oy++) {
        const y = oy * strideY + ky * dilationY - paddingY;
        if (y < 0 || y >= height) continue;
        const row = ((sample * channels + firstChannel + channel) * height + y) * width;
        for (let ox = 0; ox < outWidth; ox++) {
          const x = ox * strideX + kx * dilationX - paddingX;
          if (x >= 0 && x < width) plane[oy * outWidth + ox] += factor * input.data[row + x];
        }
      }
    }
    output.data.set(plane, place * plane.length);
  }
  return output;
}
