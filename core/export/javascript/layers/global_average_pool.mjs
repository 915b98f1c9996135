// SPDX-License-Identifier: 0BSD
// needs: layers/mean, support/tensor
/** The mean of each channel: input (batch, channels, …), output (batch, channels). */
function globalAveragePoolLayer(input, output_shape) {
  const [batch, channels] = input.shape;
  const positions = input.data.length / (batch * channels);
  return meanLayer(new Tensor(input.data, [batch, channels, positions]), 2, output_shape);
}
