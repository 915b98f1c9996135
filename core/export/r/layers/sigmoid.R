# SPDX-License-Identifier: 0BSD
layer_sigmoid <- function(input) plogis(input)
