# SPDX-License-Identifier: 0BSD
# needs: support/as_rows, support/softmax_rows
layer_softmax <- function(input) array(softmax_rows(as_rows(input)), dim(input))
