# SPDX-License-Identifier: 0BSD
layer_subtract <- function(input1, input2) input1 - input2
