# SPDX-License-Identifier: 0BSD
layer_leaky_relu <- function(input, negative_slope) ifelse(input > 0, input, negative_slope * input)
