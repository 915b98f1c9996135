// SPDX-License-Identifier: 0BSD
// needs: support/recurrence, support/sigmoid_of
/** c ← f c + i g, h ← o tanh(c) with gates i, f, g, o, in this order, from h = c = 0. */
function lstmLayer(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape) {
  return recurrence(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape, (h, fromInput, fromState, c) => {
    const size = h.length;
    const gate = (number, i) => fromInput[number * size + i] + fromState[number * size + i];
    for (let i = 0; i < size; i++) {
      c[i] = sigmoidOf(gate(1, i)) * c[i] + sigmoidOf(gate(0, i)) * Math.tanh(gate(2, i));
      h[i] = sigmoidOf(gate(3, i)) * Math.tanh(c[i]);
    }
  });
}
