# SPDX-License-Identifier: 0BSD
# needs: support/as_rows
layer_l1_distance <- function(input1, input2, reduction) {
  apart <- abs(input1 - input2)
  if (reduction == "none") return(apart)
  array(rowSums(as_rows(apart)), dim(apart)[-length(dim(apart))])
}
