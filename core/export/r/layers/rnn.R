# SPDX-License-Identifier: 0BSD
# needs: layers/dense
layer_rnn <- function(input, weight_ih, weight_hh, bias_ih = NULL, bias_hh = NULL, nonlinearity, output_shape) {
  activation <- if (nonlinearity == "relu") function(x) pmax(x, 0) else tanh
  samples <- dim(input)[1L]
  from_input <- layer_dense(input, weight_ih, bias_ih)
  state <- matrix(0, samples, ncol(weight_hh))
  states <- array(0, c(samples, dim(input)[2L], ncol(weight_hh)))
  for (step in seq_len(dim(input)[2L])) {
    state <- activation(matrix(from_input[, step, ], samples) + layer_dense(state, weight_hh, bias_hh))
    states[, step, ] <- state
  }
  # One axis a sample: the last step alone.
  if (length(output_shape) == 1L) state else states
}
