// SPDX-License-Identifier: 0BSD
// needs: support/zeros
/** y = x Wᵀ + b over the last axis: input (…, in), weight (out, in), bias (out) or null, output (…, out). */
function denseLayer(input, weight, bias) {
  const [outFeatures, inFeatures] = weight.shape;
  const [outStride, inStride] = weight.strides;
  const output = zeros([...input.shape.slice(0, -1), outFeatures]);
  const rows = input.data.length / inFeatures;
  for (let row = 0; row < rows; row++) {
    const begin = row * inFeatures;
    for (let o = 0; o < outFeatures; o++) {
      let sum = bias ? bias.at(o) : 0;
      let place = weight.offset + o * outStride;
      for (let i = begin; i < begin + inFeatures; i++) {
        sum += input.data[i] * weight.data[place];
        place += inStride;
      }
      output.data[row * outFeatures + o] = sum;
    }
  }
  return output;
}
