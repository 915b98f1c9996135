# SPDX-License-Identifier: 0BSD
# The products of the last two axes, matrix by matrix.
layer_matrix_product <- function(a, b, transpose_a, transpose_b, output_shape) {
  stacked <- function(input, transposed) {
    extents <- dim(input)
    rank <- length(extents)
    stack <- array(input, c(prod(extents[seq_len(rank - 2L)]), extents[rank - 1L], extents[rank]))
    aperm(stack, if (transposed) c(3L, 2L, 1L) else c(2L, 3L, 1L))
  }
  left <- stacked(a, transpose_a)
  right <- stacked(b, transpose_b)
  count <- dim(left)[3L]
  output <- array(0, c(dim(left)[1L], dim(right)[2L], count))
  for (i in seq_len(count)) {
    output[, , i] <- matrix(left[, , i], nrow = dim(left)[1L]) %*% matrix(right[, , i], ncol = dim(right)[2L])
  }
  array(aperm(output, c(3L, 1L, 2L)), c(dim(a)[1L], output_shape))
}
