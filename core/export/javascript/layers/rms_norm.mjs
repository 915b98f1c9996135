// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers
/** x / √(mean of x² + eps) · weight over the last axis; weight (width) or null. */
function rmsNormLayer(input, weight, eps) {
  const width = input.shape[input.shape.length - 1];
  const factors = weight && numbers(weight);
  const output = zeros(input.shape);
  for (let begin = 0; begin < input.data.length; begin += width) {
    let square = 0;
    for (let i = 0; i < width; i++) square += input.data[begin + i] ** 2 / width;
    const scale = 1 / Math.sqrt(square + eps);
    for (let i = 0; i < width; i++) output.data[begin + i] = input.data[begin + i] * scale * (factors ? factors[i] : 1);
  }
  return output;
}
