# SPDX-License-Identifier: 0BSD
# needs: layers/dense
layer_gru <- function(input, weight_ih, weight_hh, bias_ih = NULL, bias_hh = NULL, output_shape) {
  samples <- dim(input)[1L]
  hidden <- ncol(weight_hh)
  gate <- function(parts, number) parts[, (number - 1L) * hidden + seq_len(hidden), drop = FALSE]
  from_input <- layer_dense(input, weight_ih, bias_ih)
  state <- matrix(0, samples, hidden)
  states <- array(0, c(samples, dim(input)[2L], hidden))
  for (step in seq_len(dim(input)[2L])) {
    x <- matrix(from_input[, step, ], samples)
    h <- layer_dense(state, weight_hh, bias_hh)
    reset <- plogis(gate(x, 1L) + gate(h, 1L))
    update <- plogis(gate(x, 2L) + gate(h, 2L))
    new <- tanh(gate(x, 3L) + reset * gate(h, 3L))
    state <- (1 - update) * new + update * state
    states[, step, ] <- state
  }
  # One axis a sample: the last step alone.
  if (length(output_shape) == 1L) state else states
}
