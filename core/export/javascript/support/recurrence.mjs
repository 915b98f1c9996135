// SPDX-License-Identifier: 0BSD
// needs: support/zeros, layers/dense
/**
 * The steps of a recurrent layer: input (batch, steps, features), output (batch, steps, hidden_size), or (batch,
 * hidden_size) of the last step where the sample's output has one axis. At each step cell(h, fromInput, fromState) is
 * given the rows that both matrices make, and moves the state h on, in place.
 */
function recurrence(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape, cell) {
  const [batch, steps] = input.shape;
  const [rows, hiddenSize] = weight_hh.shape;
  const fromInputs = denseLayer(input, weight_ih, bias_ih);
  const output = zeros([batch, ...output_shape]);
  const allSteps = output_shape.length === 2;
  for (let sample = 0; sample < batch; sample++) {
    const state = zeros([1, hiddenSize]);
    const carried = new Float32Array(hiddenSize);
    for (let step = 0; step < steps; step++) {
      const place = (sample * steps + step) * rows;
      const fromState = denseLayer(state, weight_hh, bias_hh).data;
      cell(state.data, fromInputs.data.subarray(place, place + rows), fromState, carried);
      if (allSteps) output.data.set(state.data, (sample * steps + step) * hiddenSize);
    }
    if (!allSteps) output.data.set(state.data, sample * hiddenSize);
  }
  return output;
}
