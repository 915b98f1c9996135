// SPDX-License-Identifier: 0BSD
// needs: support/zeros
/** x1 · x2 / (max(|x1|, eps) max(|x2|, eps)) over the last axis. */
function cosineSimilarityLayer(input1, input2, eps) {
  const width = input1.shape[input1.shape.length - 1];
  const output = zeros(input1.shape.slice(0, -1));
  for (let row = 0; row < output.data.length; row++) {
    let product = 0;
    let square1 = 0;
    let square2 = 0;
    for (let i = row * width; i < (row + 1) * width; i++) {
      product += input1.data[i] * input2.data[i];
      square1 += input1.data[i] ** 2;
      square2 += input2.data[i] ** 2;
    }
    output.data[row] = product / (Math.max(Math.sqrt(square1), eps) * Math.max(Math.sqrt(square2), eps));
  }
  return output;
}
