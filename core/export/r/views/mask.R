# SPDX-License-Identifier: 0BSD
# Zeros in place of some entries: a triangle, or blocks along the diagonal.
view_mask <- function(parameter, pattern, diagonal, blocks, input_shape) {
  rank <- length(input_shape)
  values <- array(parameter, input_shape)
  row <- slice.index(values, rank - 1L) - 1L
  column <- slice.index(values, rank) - 1L
  values * switch(pattern,
    lower = column - row <= diagonal,
    upper = column - row >= diagonal,
    row %/% (input_shape[rank - 1L] %/% blocks) == column %/% (input_shape[rank] %/% blocks))
}
