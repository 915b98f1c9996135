# SPDX-License-Identifier: 0BSD
# Over one axis of a sample, counted from 1, or over all where it is 0.
layer_sum <- function(input, axis, output_shape) {
  rank <- length(dim(input))
  if (rank == 1L) return(input)
  if (axis == 0L) return(array(rowSums(input), dim(input)[1L]))
  others <- seq_len(rank)[-(axis + 1L)]
  array(rowSums(aperm(input, c(others, axis + 1L)), dims = rank - 1L), c(dim(input)[1L], output_shape))
}
