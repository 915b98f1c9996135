# SPDX-License-Identifier: 0BSD
layer_relu <- function(input) pmax(input, 0)
