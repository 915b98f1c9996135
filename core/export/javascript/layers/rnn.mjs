// SPDX-License-Identifier: 0BSD
// needs: support/recurrence
/** h ← tanh(W_ih x + b_ih + W_hh h + b_hh), or max(0, …), from h = 0. */
function rnnLayer(input, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity, output_shape) {
  const bend = nonlinearity === "relu" ? (x) => Math.max(0, x) : Math.tanh;
  return recurrence(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape, (h, fromInput, fromState) => {
    for (let i = 0; i < h.length; i++) h[i] = bend(fromInput[i] + fromState[i]);
  });
}
