# SPDX-License-Identifier: 0BSD
layer_gelu <- function(input, approximate) {
  if (approximate == "tanh") return(0.5 * input * (1 + tanh(sqrt(2 / pi) * (input + 0.044715 * input^3))))
  input * pnorm(input)
}
