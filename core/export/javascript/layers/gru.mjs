// SPDX-License-Identifier: 0BSD
// needs: support/recurrence, support/sigmoid_of
/** h ← (1 - z) n + z h with gates r, z and n = tanh(W_in x + b_in + r (W_hn h + b_hn)), in this order, from h = 0. */
function gruLayer(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape) {
  return recurrence(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape, (h, fromInput, fromState) => {
    const size = h.length;
    for (let i = 0; i < size; i++) {
      const r = sigmoidOf(fromInput[i] + fromState[i]);
      const z = sigmoidOf(fromInput[size + i] + fromState[size + i]);
      const n = Math.tanh(fromInput[2 * size + i] + r * fromState[2 * size + i]);
      h[i] = (1 - z) * n + z * h[i];
    }
  });
}
