// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers
/** (x - mean) / √(variance + eps) · weight + bias over the last axis; weight and bias (width) or null. */
function layerNormLayer(input, weight, bias, eps) {
  const width = input.shape[input.shape.length - 1];
  const factors = weight && numbers(weight);
  const constants = bias && numbers(bias);
  const output = zeros(input.shape);
  for (let begin = 0; begin < input.data.length; begin += width) {
    let mean = 0;
    for (let i = 0; i < width; i++) mean += input.data[begin + i] / width;
    let variance = 0;
    for (let i = 0; i < width; i++) variance += (input.data[begin + i] - mean) ** 2 / width;
    const scale = 1 / Math.sqrt(variance + eps);
    for (let i = 0; i < width; i++) {
      const normal = (input.data[begin + i] - mean) * scale;
      output.data[begin + i] = normal * (factors ? factors[i] : 1) + (constants ? constants[i] : 0);
    }
  }
  return output;
}
