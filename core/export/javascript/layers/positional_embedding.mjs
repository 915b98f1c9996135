// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers
/** x + P: input (batch, steps, width), weight P (steps, width), or null for sines and cosines. */
function positionalEmbeddingLayer(input, weight) {
  const [batch, steps, width] = input.shape;
  const positions = weight ? numbers(weight) : new Float32Array(steps * width);
  for (let place = 0; !weight && place < positions.length; place++) {
    const column = place % width;
    const angle = Math.floor(place / width) / 10000 ** ((column - (column % 2)) / width);
    positions[place] = column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  }
  const output = zeros(input.shape);
  for (let i = 0; i < batch * steps * width; i++) output.data[i] = input.data[i] + positions[i % positions.length];
  return output;
}
