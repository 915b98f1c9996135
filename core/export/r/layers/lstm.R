# SPDX-License-Identifier: 0BSD
# needs: layers/dense
layer_lstm <- function(input, weight_ih, weight_hh, bias_ih = NULL, bias_hh = NULL, output_shape) {
  samples <- dim(input)[1L]
  hidden <- ncol(weight_hh)
  from_input <- layer_dense(input, weight_ih, bias_ih)
  state <- cell <- matrix(0, samples, hidden)
  states <- array(0, c(samples, dim(input)[2L], hidden))
  for (step in seq_len(dim(input)[2L])) {
    gates <- matrix(from_input[, step, ], samples) + layer_dense(state, weight_hh, bias_hh)
    gate <- function(number) gates[, (number - 1L) * hidden + seq_len(hidden), drop = FALSE]
    # In the order input, forget, cell, output.
    cell <- plogis(gate(2L)) * cell + plogis(gate(1L)) * tanh(gate(3L))
    state <- plogis(gate(4L)) * tanh(cell)
    states[, step, ] <- state
  }
  # One axis a sample: the last step alone.
  if (length(output_shape) == 1L) state else states
}
