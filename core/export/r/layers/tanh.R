# SPDX-License-Identifier: 0BSD
layer_tanh <- function(input) tanh(input)
