# SPDX-License-Identifier: 0BSD
layer_silu <- function(input) input * plogis(input)
