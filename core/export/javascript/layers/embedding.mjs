// SPDX-License-Identifier: 0BSD
// needs: support/zeros
/** A row of the weight for each index: input (…), weight (indices, width), output (…, width). */
function embeddingLayer(input, weight) {
  const [count, width] = weight.shape;
  const output = zeros([...input.shape, width]);
  input.data.forEach((given, place) => {
    const index = Math.round(given);
    if (!(index >= 0 && index < count)) throw new RangeError(`there is no index ${given} in an embedding of ${count}`);
    const from = weight.offset + index * weight.strides[0];
    for (let i = 0; i < width; i++) output.data[place * width + i] = weight.data[from + i * weight.strides[1]];
  });
  return output;
}
