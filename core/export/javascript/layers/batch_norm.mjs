// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers, support/around_axis
/**
 * (x - mean) / √(variance + eps) · weight + bias by channel, with the running statistics: input (batch, channels, …),
 * all others (channels); weight and bias may be null.
 */
function batchNormLayer(input, weight, bias, running_mean, running_var, eps) {
  const [batch, channels, positions] = aroundAxis(input.shape, 1);
  const means = numbers(running_mean);
  const variances = numbers(running_var);
  const factors = weight && numbers(weight);
  const constants = bias && numbers(bias);
  const output = zeros(input.shape);
  for (let sample = 0; sample < batch; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      const scale = (factors ? factors[channel] : 1) / Math.sqrt(variances[channel] + eps);
      const shift = constants ? constants[channel] : 0;
      const begin = (sample * channels + channel) * positions;
      for (let i = begin; i < begin + positions; i++) {
        output.data[i] = (input.data[i] - means[channel]) * scale + shift;
      }
    }
  }
  return output;
}
