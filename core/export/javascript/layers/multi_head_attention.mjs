// SPDX-License-Identifier: 0BSD
// needs: layers/dense, layers/softmax, support/zeros, support/tensor
/**
 * Self-attention: input and output (batch, steps, width), in_proj_weight (3 width, width) for queries, keys and values,
 * out_proj_weight (width, width). Each head is softmax(Q Kᵀ / √size) V of its share of the features; where it is
 * causal a step sees itself and those before it.
 */
function multiHeadAttentionLayer(
  input, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, num_heads, causal,
) {
  const [batch, steps, width] = input.shape;
  const size = width / num_heads;
  const projected = denseLayer(input, in_proj_weight, in_proj_bias).data;
  const attended = zeros(input.shape);
  for (let sample = 0; sample < batch; sample++) {
    for (let head = 0; head < num_heads; head++) {
      // Where the head's query, key (part 1) or value (part 2) of a step begins.
      const at = (step, part) => ((sample * steps + step) * 3 + part) * width + head * size;
      for (let step = 0; step < steps; step++) {
        const seen = causal ? step + 1 : steps;
        const scores = new Float32Array(seen);
        for (let other = 0; other < seen; other++) {
          let sum = 0;
          for (let i = 0; i < size; i++) sum += projected[at(step, 0) + i] * projected[at(other, 1) + i];
          scores[other] = sum / Math.sqrt(size);
        }
        const shares = softmaxLayer(new Tensor(scores, [seen])).data;
        for (let i = 0; i < size; i++) {
          let sum = 0;
          for (let other = 0; other < seen; other++) sum += shares[other] * projected[at(other, 2) + i];
          attended.data[(sample * steps + step) * width + head * size + i] = sum;
        }
      }
    }
  }
  return denseLayer(attended, out_proj_weight, out_proj_bias);
}
